"""An object as the Bot API and the control API write it."""

JsonObject = dict[str, object]
