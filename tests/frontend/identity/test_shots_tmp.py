from tests.frontend.identity.test_small_phone import *  # noqa
def test_shots(served, phone, administrator, manager):
    p=phone(); sign_in(p, served, administrator)
    for n,a in (("tokens","/tokens"),("account","/account"),("docs","/api/docs")):
        p.goto(served+a); p.wait_for_load_state("networkidle")
        if n=="docs": p.evaluate("document.getElementById('put-api-v1-people-membership-id-roles').scrollIntoView()")
        p.screenshot(path=f"/tmp/idshots/{n}.png", full_page=n!="docs")
