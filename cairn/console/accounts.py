"""Printing how to sign in to a demonstration; anywhere else there is nothing to print."""

from pathlib import Path

from cairn.accounts.demonstration import read_accounts
from cairn.console.say import tell
from cairn.kernel.text import noop


def tell_accounts(data: Path) -> None:
    accounts = read_accounts(data)
    if not accounts:
        return
    tell(noop("Demonstration accounts (invented persons; the sign-in page shows the code too):"))
    width = max(len(account.username) for account in accounts)
    for account in accounts:
        tell("  %(line)s", line=f"{account.username:<{width}}  {account.password}")
