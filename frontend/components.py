"""The page /dev/components: every component with sample content. Shown only in development.

`python -m frontend.components` serves it alone, without a database, on http://127.0.0.1:8010/dev/components.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, Flask, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from frontend import charts, component_samples, templating
from frontend.comparison_presenting import SORTINGS, cell
from frontend.comparison_presenting import working as steps_of
from frontend.language import current_language
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


@blueprint.route("/comparison", methods=["GET", "POST"])
def comparison() -> str:
    """The comparison table alone, as its page shows it; what is posted is what was chosen."""
    chosen = {name.removeprefix("good-"): key for name, key in request.form.items() if name.startswith("good-") and key}
    sorted_by = request.args.get("sort", "saving")
    sample = component_samples.comparison(
        chosen if request.method == "POST" else component_samples.CHOSEN,
        sorted_by if sorted_by in SORTINGS else "saving",
    )
    return render_template("dev/comparison.html", comparison=sample)


@blueprint.get("/comparison/<offer>")
def working(offer: str) -> str:
    """The arithmetic of one offer of the sample."""
    rows = component_samples.compared().rows
    found = [(row, each) for row in rows for each in row.offers if each.offer.key == offer and each.comparable]
    if not found:
        abort(404)
    row, each = found[0]
    spoken, given = current_language(), component_samples.circumstances()
    shown = cell(each, 1, component_samples.ADDRESSES, given, spoken)
    return render_template("dev/working.html", good=row.want, offer=replace(shown, steps=steps_of(each, given, spoken)))


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


def component_page() -> Flask:
    """An application with nothing but the components."""
    app = Flask("frontend", static_folder=None, template_folder="templates")
    app.secret_key = "only the component page"  # noqa: S105 - signs nothing that matters
    templating.register(app, lambda: SHELL, today=lambda: date(2026, 11, 22))
    app.register_blueprint(blueprint)
    return app


if __name__ == "__main__":
    component_page().run(port=8010, debug=True)
