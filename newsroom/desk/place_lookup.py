"""A number for each place, by which the desk keeps what it knows of hundreds of thousands of cards in few bytes."""

from newsroom.chat import Place


class PlaceLookup:
    """The same place has the same number as long as the process runs; of a chat that has gone it is not used again."""

    def __init__(self) -> None:
        self._numbers: dict[Place, int] = {}
        self._places: list[Place] = []

    def number(self, place: Place) -> int:
        """The number of a place, 0, 1, 2 ... in the order in which they were first asked for."""
        known = self._numbers.get(place)
        if known is None:
            known = self._numbers[place] = len(self._places)
            self._places.append(place)
        return known

    def place(self, number: int) -> Place:
        """The place that has a number."""
        return self._places[number]


PLACES = PlaceLookup()
