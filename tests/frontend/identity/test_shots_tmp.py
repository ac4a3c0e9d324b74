"""Screenshots of the pages (thrown away)."""
import threading
from werkzeug.serving import make_server
from tests.frontend.identity.conftest import *  # noqa
from marketplace.database import transaction
from marketplace.identity import services
from marketplace.identity.services.regions import load_regions

import pytest
@pytest.fixture
def app(settings):
    from marketplace.app import create_app
    from marketplace.database import db
    from marketplace.queueing import connect
    from frontend import templating, security
    from frontend.shell import Shell, Place
    from flask import g, url_for
    connect(settings.redis_url).flushall()
    a = create_app(settings, import_name="frontend")
    def shell():
        if not getattr(g,'actor',None): return Shell(sign_in="/sign-in")
        return Shell(places=(Place("Belanja","/"),Place("Pesanan","/")), person=g.actor.names["person"], organisation=g.actor.names["organisation"], role="x", account="/account", sign_out="/sign-out")
    (templating.register(a, shell=shell) if "shell" in __import__("inspect").signature(templating.register).parameters else (templating.register(a), a.jinja_env.globals.__setitem__("shell", shell))); security.install(a)
    a.testing=True
    with a.app_context():
        yield a
        db.session.remove(); db.engine.dispose()

def test_shots(whole, cooperative, administrator, manager, make_organisation, make_member, stranger):
    from playwright.sync_api import sync_playwright
    whole.extensions["personas"] = [dict(name="Sari Dewi", role="manajer", organisation="Koperasi Pulau Terung", sign_in=manager.phone, password=PASSWORD, does="Membandingkan harga, memesan, menerima barang"), dict(name="Budi Santoso", role="administrator", organisation="Koperasi Pulau Terung", sign_in=administrator.phone, password=PASSWORD, does="")]
    office = make_member(make_organisation("Dinas Koperasi Batam", "city_office", "21.71"), "officer", name="Ibu Dinas")
    make_member(office.actor.organisation_id, "administrator", person=administrator.person_id)
    platform = make_member(make_organisation("Lumbung", "platform", None), "administrator", name="Pak Platform")
    make_organisation("Koperasi Kasu", region="21.71.01.1003")
    with transaction() as s:
        load_regions(s)
        inv = services.invite(s, administrator.actor, roles=["treasurer"], name="Bu Rina")
        services.change_profile(s, administrator.actor, cooperative, services.Profile(name="Koperasi Pulau Terung", region_code="21.71.01.1004"), expected_version=1)
    server = make_server("127.0.0.1", 0, whole, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox","--disable-gpu","--disable-background-networking"])
        for width in (360, 1280):
            def shot(pg, name): pg.wait_for_load_state("networkidle"); pg.screenshot(path=f"/tmp/idshots/{name}-{width}.png", full_page=True)
            def ctx():
                c = b.new_context(viewport={"width": width, "height": 800}); pg = c.new_page(); pg.on("console", lambda m: print(m.type, m.text)); return pg
            pg = ctx()
            pg.goto(base+"/sign-in"); shot(pg,"sign_in")
            pg.fill("#field-sign_in","0812-0000-0000"); pg.fill("#field-password","salah sekali"); pg.click("form.form button"); shot(pg,"sign_in_wrong")
            pg.goto(base+"/recover"); shot(pg,"recover")
            pg.goto(base+f"/invitations/{inv.token}"); shot(pg,"invitation")
            pg.goto(base+"/invitations/x"); shot(pg,"invitation_closed")
            pg.goto(base+"/api/docs"); shot(pg,"docs")
            def login(pg, m):
                pg.goto(base+"/sign-in"); pg.fill("#field-sign_in", m.phone); pg.fill("#field-password", PASSWORD); pg.click("form.form button"); pg.wait_for_load_state("networkidle")
            pg = ctx(); login(pg, administrator); shot(pg,"choose")
            pg.click(f"button.persona:has-text('Koperasi Pulau Terung')"); pg.wait_for_load_state("networkidle")
            pg.goto(base+"/account"); shot(pg,"account")
            pg.goto(base+"/people"); shot(pg,"people")
            pg.goto(base+"/people/invite"); shot(pg,"invite")
            pg.fill("#field-name","Pak Anwar"); pg.check("input[value=cashier]"); pg.click("form.form button"); shot(pg,"invited")
            pg.goto(base+f"/people/{manager.membership_id}"); shot(pg,"person")
            pg.click("text=Buat kode"); pg.locator("button:has-text('Buat kode sekali pakai'):visible").click(); shot(pg,"code")
            pg.goto(base+"/tokens"); shot(pg,"tokens")
            pg.goto(base+"/organisation"); shot(pg,"profile")
            pg.goto(base+"/regions?q=pulau+terong"); shot(pg,"region")
            pg = ctx(); login(pg, office); pg.goto(base+"/office"); shot(pg,"office")
            pg.goto(base+"/organisations/new?region=21.71.01.1003"); shot(pg,"new")
            pg = ctx(); login(pg, platform); pg.goto(base+"/organisations"); shot(pg,"organisations")
        b.close()
    server.shutdown()
