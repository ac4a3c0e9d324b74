"""The pages of the books: addresses and their views. All of them need somebody who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_limiter.util import get_remote_address

from frontend.books import (
    bank,
    cash,
    chart,
    counts,
    home,
    imports,
    journal,
    ledger,
    loan_changes,
    loan_payments,
    loan_quality,
    loan_workbooks,
    loans,
    member_lists,
    members,
    money,
    own,
    periods,
    quarters,
    savings,
    savings_terms,
    seals,
    surplus,
    vouchers,
)
from frontend.books.reports import ranges
from frontend.books.reports import views as reports
from marketplace.api import limiter

blueprint = Blueprint("books", __name__, url_prefix="/books")

Addresses = tuple[tuple[str, str, Any], ...]

LEDGER: Addresses = (("GET", "/accounts/<code>", ledger.account),)

REPORTS: Addresses = (
    ("GET", "/reports", reports.reports),
    ("GET", "/reports/income-statement", reports.income_statement),
    ("GET", "/reports/income-statement/members", reports.income_by_member),
    ("GET", "/reports/balance-sheet", reports.balance_sheet),
    ("GET", "/reports/cash-flow", reports.cash_flow),
    ("GET", "/reports/cash-flow/ranges", ranges.cash_flow_ranges),
    ("POST", "/reports/cash-flow/ranges", ranges.set_cash_flow_ranges),
    ("GET", "/reports/equity-changes", reports.equity_changes),
    ("GET", "/reports/ageing/<kind>", reports.ageing),
    ("GET", "/reports/ageing/<kind>/documents", reports.aged_documents),
    ("GET", "/reports/counterparties/<uuid:counterparty_id>", reports.counterparty),
    ("GET", "/trial-balance", reports.trial_balance),
)

JOURNAL: Addresses = (
    ("GET", "/journal", journal.journal),
    ("GET", "/entries/<uuid:entry_id>", journal.entry),
    ("POST", "/entries/<uuid:entry_id>/reverse", vouchers.reverse_entry),
    ("GET", "/entries/<uuid:entry_id>/receipt", vouchers.show_receipt_form),
    ("POST", "/entries/<uuid:entry_id>/receipt", vouchers.give_receipt),
    ("GET", "/receipts/<uuid:receipt_id>", vouchers.receipt),
    ("GET", "/vouchers", vouchers.voucher_list),
    ("GET", "/vouchers/new", vouchers.new_voucher),
    ("POST", "/vouchers/new", vouchers.write_voucher),
    ("GET", "/vouchers/<uuid:voucher_id>", vouchers.voucher),
    ("GET", "/exports", journal.export_years),
    ("GET", "/exports/<int:year>/<format_code>", journal.export_year),
)

PERIODS: Addresses = (
    ("GET", "/periods", periods.periods),
    ("POST", "/periods/late-documents", periods.set_late_documents),
    ("POST", "/periods/years/<int:year>/close", periods.close_year),
    ("GET", "/periods/<int:period>", periods.period),
    ("POST", "/periods/<int:period>/close", periods.close_period),
    ("POST", "/periods/<int:period>/take-back", periods.take_back_closing),
    ("POST", "/periods/<int:period>/lock", periods.lock_period),
    ("POST", "/periods/<int:period>/reopening", periods.ask_reopening),
    ("POST", "/periods/<int:period>/reopening/<uuid:request_id>", periods.answer_reopening),
)

IMPORTS: Addresses = (
    ("GET", "/imports", imports.imports),
    ("POST", "/imports", imports.read_import),
    ("GET", "/imports/<uuid:import_id>", imports.show_import),
    ("POST", "/imports/<uuid:import_id>", imports.write_import),
)

CHART: Addresses = (
    ("GET", "/chart", chart.chart),
    ("POST", "/chart", chart.add_account),
    ("GET", "/chart/<code>", chart.chart_account),
    ("POST", "/chart/<code>/name", chart.rename_account),
    ("POST", "/chart/<code>/close", chart.close_account),
    ("POST", "/chart/<code>/limits", chart.limit_account),
)

QUARTERS: Addresses = (
    ("GET", "/quarters", quarters.quarters),
    ("GET", "/quarters/<int:year>/<int:number>", quarters.quarter),
    ("POST", "/quarters/<int:year>/<int:number>", quarters.write_quarter),
    ("GET", "/quarters/editions/<uuid:edition_id>", quarters.quarter_edition),
    ("POST", "/quarters/editions/<uuid:edition_id>/sign", quarters.sign_quarter),
    ("GET", "/quarters/editions/<uuid:edition_id>/check", quarters.check_quarter),
    ("POST", "/quarters/editions/<uuid:edition_id>/share", quarters.share_quarter),
    ("POST", "/quarters/links/<uuid:link_id>/revoke", quarters.revoke_quarter_link),
    ("GET", "/published", quarters.published_quarters),
    ("GET", "/q/<token>", limiter.limit("60/minute", key_func=get_remote_address)(quarters.published_quarter)),
)

CASH: Addresses = (
    ("GET", "/cash", cash.cash),
    ("POST", "/cash", cash.write_cash),
    ("GET", "/cash/offline", cash.cash_shell),
    ("GET", "/cash/ready", cash.cash_ready),
    ("POST", "/cash/queue", cash.send_cash),
    ("GET", "/cash-worker.js", cash.cash_worker),
    ("GET", "/cash/day", cash.cash_day),
    ("GET", "/cash/lines/<uuid:entry_id>", cash.cash_entry),
    ("POST", "/cash/lines/<uuid:entry_id>/cancel", cash.cancel_cash),
    ("GET", "/cash/buttons", cash.cash_buttons),
    ("GET", "/cash/buttons/<code>", cash.show_cash_button),
    ("POST", "/cash/buttons/<code>", cash.change_cash_button),
    ("GET", "/cash/count", counts.count_cash),
    ("POST", "/cash/count", counts.write_count),
    ("GET", "/cash/counts/<uuid:count_id>", counts.cash_count),
    ("POST", "/cash/counts/<uuid:count_id>/sign", counts.sign_count),
    ("POST", "/cash/counts/<uuid:count_id>/withdraw", counts.withdraw_count),
    ("GET", "/money", money.money),
)

BANK: Addresses = (
    ("GET", "/bank", bank.bank),
    ("POST", "/bank", bank.import_bank),
    ("GET", "/bank/reconciliation", bank.bank_reconciliation),
    ("GET", "/bank/lines/<uuid:line_id>", bank.bank_line),
    ("POST", "/bank/lines/<uuid:line_id>/match", bank.match_bank_line),
    ("POST", "/bank/lines/<uuid:line_id>/book", bank.book_bank_line),
    ("POST", "/bank/lines/<uuid:line_id>/take-apart", bank.take_bank_match_apart),
)

SURPLUS: Addresses = (
    ("GET", "/surplus", surplus.surplus),
    ("GET", "/surplus/<int:year>/resolution", surplus.show_resolution),
    ("POST", "/surplus/<int:year>/resolution", surplus.write_resolution),
    ("POST", "/surplus/<int:year>/prepare", surplus.prepare_surplus),
    ("GET", "/surplus/<uuid:division_id>", surplus.surplus_division),
    ("GET", "/surplus/<uuid:division_id>/list.xlsx", loan_workbooks.surplus_workbook),
    ("GET", "/surplus/<uuid:division_id>/check", surplus.check_surplus),
    ("POST", "/surplus/<uuid:division_id>/approve", surplus.approve_surplus),
    ("POST", "/surplus/<uuid:division_id>/withdraw", surplus.withdraw_surplus),
    ("POST", "/surplus/<uuid:division_id>/undo", surplus.undo_surplus),
    ("POST", "/surplus/<uuid:division_id>/pay-all", surplus.pay_all_surplus),
    ("GET", "/surplus/<uuid:division_id>/parts/<uuid:part_id>", surplus.show_surplus_part),
    ("POST", "/surplus/<uuid:division_id>/parts/<uuid:part_id>", surplus.pay_surplus),
    ("GET", "/surplus-payments/<uuid:payment_id>", surplus.surplus_payment),
    ("POST", "/surplus-payments/<uuid:payment_id>/reverse", surplus.reverse_surplus_payment),
)

LOANS: Addresses = (
    ("GET", "/loans", loans.loans),
    ("GET", "/loans/list.xlsx", loan_workbooks.loans_workbook),
    ("GET", "/loans/requests", loans.loan_requests),
    ("GET", "/loans/arrears", loans.arrears),
    ("GET", "/loans/new", loans.new_loan),
    ("POST", "/loans/new", loans.ask_loan),
    ("GET", "/loans/quality", loan_quality.loan_quality),
    ("POST", "/loans/quality/allowance", loan_quality.set_loan_allowance),
    ("GET", "/loans/grades", loan_quality.loan_grades),
    ("POST", "/loans/grades", loan_quality.set_loan_grades),
    ("GET", "/loans/<uuid:loan_id>", loans.loan),
    ("POST", "/loans/<uuid:loan_id>/approve", loans.approve_loan),
    ("POST", "/loans/<uuid:loan_id>/decline", loans.decline_loan),
    ("POST", "/loans/<uuid:loan_id>/cancel", loans.cancel_loan),
    ("GET", "/loans/<uuid:loan_id>/disburse", loans.show_disburse),
    ("POST", "/loans/<uuid:loan_id>/disburse", loans.disburse_loan),
    ("POST", "/loans/<uuid:loan_id>/undo", loans.undo_loan),
    ("GET", "/loans/<uuid:loan_id>/print", loans.print_loan),
    ("GET", "/loans/<uuid:loan_id>/pay", loan_payments.show_loan_payment),
    ("POST", "/loans/<uuid:loan_id>/pay", loan_payments.pay_loan),
    ("GET", "/loans/<uuid:loan_id>/restructure", loan_changes.show_restructure),
    ("POST", "/loans/<uuid:loan_id>/restructure", loan_changes.restructure_loan),
    ("POST", "/loans/<uuid:loan_id>/write-off", loan_changes.write_off_loan),
    ("GET", "/loan-payments/<uuid:payment_id>", loan_payments.loan_payment),
    ("POST", "/loan-payments/<uuid:payment_id>/reverse", loan_payments.reverse_loan_payment),
    ("GET", "/loan-changes/<uuid:change_id>", loan_changes.loan_change),
    ("POST", "/loan-changes/<uuid:change_id>/decide", loan_changes.decide_loan_change),
    ("GET", "/loan-allowances/<uuid:document_id>", loan_quality.loan_allowance),
)

MEMBERS: Addresses = (
    ("GET", "/members", members.members),
    ("GET", "/members/export", member_lists.export_members),
    ("GET", "/members/import", member_lists.show_member_import),
    ("POST", "/members/import", member_lists.import_members),
    ("GET", "/members/new", members.show_new_member),
    ("POST", "/members/new", members.register_member),
    ("GET", "/members/<uuid:member_id>", members.member_card),
    ("GET", "/members/<uuid:member_id>/change", members.show_change_member),
    ("POST", "/members/<uuid:member_id>/change", members.change_member),
    ("POST", "/members/<uuid:member_id>/code", members.make_member_code),
    ("POST", "/members/<uuid:member_id>/nik", members.show_member_nik),
    ("POST", "/members/<uuid:member_id>/link", members.link_member),
    ("POST", "/members/<uuid:member_id>/unlink", members.unlink_member),
    ("GET", "/members/<uuid:member_id>/leave", members.show_leave),
    ("POST", "/members/<uuid:member_id>/leave", members.leave),
    ("GET", "/members/<uuid:member_id>/statement", members.member_statement),
)

SAVINGS: Addresses = (
    ("GET", "/savings", savings.savings),
    ("GET", "/members/<uuid:member_id>/deposit", savings.show_deposit),
    ("POST", "/members/<uuid:member_id>/deposit", savings.take_deposit),
    ("GET", "/members/<uuid:member_id>/withdraw", savings.show_withdrawal),
    ("POST", "/members/<uuid:member_id>/withdraw", savings.give_withdrawal),
    ("GET", "/members/<uuid:member_id>/terms/new", savings.show_new_term),
    ("POST", "/members/<uuid:member_id>/terms/new", savings.open_term),
    ("GET", "/savings/receipts/<uuid:receipt_id>", savings.savings_receipt),
    ("POST", "/savings/receipts/<uuid:receipt_id>/reverse", savings.reverse_savings_receipt),
    ("GET", "/savings/dues-payments/<uuid:payment_id>", savings.dues_payment_paper),
    ("GET", "/savings/dues/<uuid:dues_id>", savings.dues_paper),
    ("GET", "/savings/dues", savings.behind),
    ("POST", "/savings/dues", savings.book_behind),
    ("GET", "/savings/terms", savings.terms),
    ("GET", "/savings/terms/<uuid:term_id>", savings.term),
    ("POST", "/savings/terms/<uuid:term_id>/pay", savings.pay_out_term),
    ("POST", "/savings/terms/<uuid:term_id>/roll-over", savings.roll_over_term),
    ("GET", "/savings/interest", savings.interest),
    ("POST", "/savings/interest", savings.credit_interest),
    ("GET", "/savings/settings", savings_terms.savings_terms),
    ("POST", "/savings/settings/dues", savings_terms.set_dues_amount),
    ("POST", "/savings/settings/rate", savings_terms.set_savings_rate),
    ("POST", "/savings/settings/policy", savings_terms.set_savings_policy),
)

OWN: Addresses = (
    ("GET", "/own", own.own),
    ("POST", "/own", own.claim_card),
    ("GET", "/own/statement", own.own_statement),
)

SEALS: Addresses = (
    ("GET", "/proof", seals.proof),
    ("POST", "/proof", seals.start_check),
    ("GET", "/proof/checks/<uuid:check_id>", seals.check),
    ("GET", "/proof/checks/<uuid:check_id>/progress", seals.check_progress),
    ("GET", "/proof/seals", seals.seal_list),
    ("GET", "/proof/seals/<int:number>", seals.seal),
    ("GET", "/proof/seals/<int:number>/file", seals.seal_file),
    ("GET", "/entries/<uuid:entry_id>/proof", seals.entry_proof),
    ("GET", "/entries/<uuid:entry_id>/proof/file", seals.entry_proof_file),
)

PUBLIC_ENDPOINTS = {"books.published_quarter"}
"""Endpoints that a stranger may open: the address itself is the secret."""

ADDRESSES: Addresses = (
    ("GET", "", home.books),
    *MEMBERS,
    *SAVINGS,
    *OWN,
    *CASH,
    *BANK,
    *LEDGER,
    *JOURNAL,
    *PERIODS,
    *CHART,
    *IMPORTS,
    *REPORTS,
    *QUARTERS,
    *LOANS,
    *SURPLUS,
    *SEALS,
)
"""Method, address, view; the endpoint is `books.` and the view's name."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
