"""What may go wrong on the way through an identity provider, as sentences for the person."""

from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop


class ProviderProblem(Refused):
    """Nobody was signed in and nothing was linked."""


class ProviderSilent(ProviderProblem):
    text = noop(
        "%(name)s does not answer, or not as it should. Try again in a few minutes. If it lasts, "
        "tell whoever runs this server; a password still signs you in, if you have one."
    )


class ProviderUnready(ProviderProblem):
    text = noop(
        "%(name)s and this server do not know each other as they should: the secret or the address "
        "that was agreed on is not right. Tell whoever runs this server."
    )


class ClocksApart(ProviderProblem):
    text = noop(
        "What %(name)s sent is valid from %(since)s to %(until)s UTC, and the clock of this server "
        "says %(now)s UTC. One of the two clocks is wrong; tell whoever runs this server."
    )


class AnswerUntrusted(ProviderProblem):
    text = noop(
        "What came back in the name of %(name)s cannot be trusted, so it was not used. Begin again "
        "on this site; if it happens again, tell whoever runs this server."
    )


class NotAnew(ProviderProblem):
    text = noop(
        "%(name)s did not say that you signed in there anew just now, so nothing was done: it "
        "could be the account of whoever used this browser before you. Sign out there and begin "
        "again; if it happens again, tell whoever runs this server."
    )


class NotLinked(ProviderProblem):
    text = noop(
        "Nobody here is linked to the account that you have at %(name)s. If you have an account "
        "here, sign in as before and link it under “Ways to sign in”. If you have none, an "
        "administrator of your organisation invites you."
    )


class NoLongerAllowed(ProviderProblem):
    text = noop(
        "%(name)s does not sign you in here any more: it was withdrawn, or it is not the provider "
        "of an organisation in which you have a role. Ask an administrator of your organisation."
    )


class BrokenOff(ProviderProblem):
    text = noop("You broke off at %(name)s, so nothing was done. You can begin again at any time.")


class RefusedThere(ProviderProblem):
    text = noop(
        "%(name)s did not let you through and gives as its reason: %(reason)s. Ask those who look "
        "after it."
    )


class BegunElsewhere(ProviderProblem):
    text = noop(
        "This way was begun in another browser or more than ten minutes ago, or it was gone to its "
        "end already. Begin again."
    )


class LinkedToAnother(ProviderProblem):
    text = noop(
        "The account at %(name)s with which you came back is linked to somebody else here, so "
        "nothing was changed. Sign out there, and begin again with your own account."
    )


class LinkedAlready(ProviderProblem):
    text = noop("Your account is linked to %(name)s already; take that link away first.")


class OnlyWay(ProviderProblem):
    text = noop(
        "You have no password here, so that link is your only way in. Set a password first, then "
        "take the link away."
    )


PROBLEMS: dict[str, type[CairnError]] = {
    kind.__name__: kind for kind in ProviderProblem.__subclasses__()
}
