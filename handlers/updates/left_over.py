"""Updates that an earlier life of the program has left: which of them may be what ends it, and is set aside at last.

An update may end the process, or hang it, before anything can be written of it; it would be met at each start for ever.
So what a start finds undone is counted as it is begun, before it is begun (what has just come costs no such write).

But a kill from outside also finds updates at work. What distinguishes them is chance: a kill meets by chance what is
at work, the update that ends the process is at work each time. So:

- lives in a row are counted: a life that ends while an update is not at work counts it anew (`inbox.begin_life`);
- one that was begun in two lives is suspect. Suspects come last, one at a time, the one that was begun least often
  first: everything else is answered in each life, and none is blamed for what another does;
- one is set aside after eight lives. Where each of 30,000 lives is killed at its work, six set aside 8 of 60,000
  innocent ones, eight none (`KilledLives` in the tests); lives of `prove kills` have a second and more with nothing
  at work. A look at a dead address takes a minute: it is lost if the program is killed eight times in a row within
  that minute, which hardly anybody does to a program that does not end by itself.
"""

from collections.abc import Sequence

from storage.inbox import ProgramLife, Received

# Lives in a row: see above.
SUSPECT_AFTER = 2
SET_ASIDE_AFTER = 8


class LeftOver:
    """What the start of this life has found undone."""

    def __init__(self, life: ProgramLife) -> None:
        self.life = life.number
        self._begun = life.left
        self._counted: set[int] = set()

    def is_to_count(self, update_id: int) -> bool:
        """Whether its beginning is still to be counted: once in this life, however often the database fails."""
        return update_id in self._begun and update_id not in self._counted

    def counted(self, update_id: int) -> None:
        """Its beginning is stored: before that it may still fail, and is then to be counted at the next try."""
        self._counted.add(update_id)

    def begun(self, update_id: int) -> int:
        """In how many lives in a row before this one it was begun."""
        return self._begun.get(update_id, 0)

    def is_suspect(self, update_id: int) -> bool:
        """Whether it may be what ends the program."""
        return self.begun(update_id) >= SUSPECT_AFTER

    def is_to_be_set_aside(self, update_id: int) -> bool:
        """Whether it has had its tries."""
        return self.begun(update_id) >= SET_ASIDE_AFTER

    def may_begin(self, received: Received, heads: Sequence[Received]) -> bool:
        """Whether it is its turn; `heads`: the oldest undone update of each lane, those that are at work too."""
        if not self.is_suspect(received.update_id):
            return True
        left = [one.update_id for one in heads if one.update_id in self._begun]
        return received.update_id == min(left, key=lambda number: (self._begun[number], number))
