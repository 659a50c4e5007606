"""A title is one line of plain text, however often it was escaped on its way."""

import pytest

from newsroom.text.plain_title import plain_title


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        pytest.param("Ferry stops", "Ferry stops", id="nothing to do"),
        pytest.param("<b>Ferry</b><br/>stops", "Ferry stops", id="tags"),
        pytest.param("Ferry &amp; crew", "Ferry & crew", id="a reference"),
        pytest.param("&lt;b&gt;Ferry&lt;/b&gt; stops", "Ferry stops", id="escaped once more"),
        pytest.param("<i>Use</i> of &lt;b&gt; ends", "Use of <b> ends", id="a tag spoken of, beside tags"),
        pytest.param("Use of &lt;b&gt; ends", "Use of <b> ends", id="a tag spoken of, never closed"),
        pytest.param("&amp;amp;amp;amp;amp; on", "&amp; on", id="more often than anybody escapes"),
        pytest.param("<![CDATA[Ferry]]> stops", "Ferry stops", id="CDATA"),
        pytest.param("&lt;![CDATA[Ferry]]&gt; stops", "Ferry stops", id="CDATA that was escaped"),
        pytest.param("<script>x()</script>Ferry", "Ferry", id="a script"),
    ],
)
def test_a_title_reads_as_its_writer_meant_it(title: str, plain: str) -> None:
    assert plain_title(title) == plain
