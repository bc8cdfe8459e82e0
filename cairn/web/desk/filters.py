"""What the filters of a list say of themselves: which are chosen, and the list without each."""

from urllib.parse import urlencode

from django import forms

from cairn.web.components import Choice


class FiltersForm(forms.Form):
    """A form whose every value may be empty. A hidden field goes along and is not listed."""

    def chosen(self, action: str) -> list[Choice]:
        """What is chosen, in words, each with the address of the list without it."""
        if not self.is_valid():
            return []
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return [
            Choice(
                str(self.fields[name].label),
                str(dict(getattr(self.fields[name], "choices", ())).get(value, value)),
                f"{action}?{urlencode({key: it for key, it in given.items() if key != name})}",
            )
            for name, value in given.items()
            if not self.fields[name].widget.is_hidden
        ]
