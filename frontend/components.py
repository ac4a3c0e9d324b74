"""The page /dev/components: every component with sample content. Shown only in development.

`python -m frontend.components` serves it alone, without a database, on http://127.0.0.1:8010/dev/components.
"""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from frontend import charts, component_samples, templating
from frontend.shell import Organisation, Place, Shell

blueprint = Blueprint("components", __name__, url_prefix="/dev/components")

SHELL = Shell(
    home="/dev/components",
    places=(
        Place("Belanja", "/dev/components/comparison", current=True),
        Place("Pemasok", "#pemasok"),
        Place("Pesanan", "#pesanan", waiting=2),
        Place("Buku", "#buku"),
        Place("Anggota", "#anggota"),
    ),
    person="Siti Rahma",
    organisation="Koperasi Pulau Terong",
    role="Manajer",
    others=(Organisation("Koperasi Belakang Padang", "Pengawas", "#pindah"),),
    account="#akun",
    sign_out="#keluar",
)


@blueprint.get("")
def gallery() -> str:
    """All components on one page."""
    notes = charts.month_weeks(2026, 11, component_samples.TODAY, component_samples.NOTES)
    return render_template("dev/components.html", samples=component_samples, weeks=notes)


@blueprint.get("/comparison")
def comparison() -> str:
    """The comparison table alone, as its page shows it."""
    return render_template("dev/comparison.html", comparison=component_samples.comparison())


@blueprint.get("/problem/<int:status>")
def problem(status: int) -> ResponseReturnValue:
    """The page of an error status."""
    return make_response(templating.problem_page(status), status)


@blueprint.get("/progress")
def progress() -> dict[str, object]:
    """What a running job answers to the progress component."""
    return {
        "state": "running",
        "done": 6_200,
        "total": 10_000,
        "sentence": "6.200 dari 10.000 baris dibaca",
        "next": "",
    }


@blueprint.post("/choose")
def choose() -> ResponseReturnValue:
    """Answers the comparison's form: the choice is a matter of the page that uses the component."""
    flash(f"{sum(bool(value) for value in request.form.values())} pilihan diterima.", "success")
    return redirect("/dev/components/comparison", 303)


def component_page() -> Flask:
    """An application with nothing but the components."""
    app = Flask("frontend", static_folder=None, template_folder="templates")
    app.secret_key = "only the component page"  # noqa: S105 - protects one flash message on a developer's machine
    templating.register(app, surroundings=lambda: SHELL, today=lambda: date(2026, 11, 22))
    app.register_blueprint(blueprint)
    return app


if __name__ == "__main__":
    component_page().run(port=8010, debug=True)
