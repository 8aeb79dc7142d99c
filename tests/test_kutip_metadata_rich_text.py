"""Tags and character references inside the texts of metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.metadata.rich_text import csl_text, plain_text


@pytest.mark.parametrize(
    ("written", "plain", "in_csl"),
    [
        ("Role of <i>E. coli</i> &amp; friends", "Role of E. coli & friends", "Role of <i>E. coli</i> & friends"),
        ("H<sub>2</sub>O", "H2O", "H<sub>2</sub>O"),
        (
            '<span style="font-variant:small-caps;">Nasa</span>',
            "Nasa",
            '<span style="font-variant:small-caps;">Nasa</span>',
        ),
        ('<span class="nocase">iPod</span>', "iPod", '<span class="nocase">iPod</span>'),
        ('<span style="color: red">Red</span>', "Red", "Red"),
        ("<em>a</em> <strong>b</strong>", "a b", "<i>a</i> <b>b</b>"),
        ("<jats:italic>a</jats:italic>", "a", "<i>a</i>"),
        ("<i>a <b>b</b> <i>c</i></i>", "a b c", "<i>a <b>b</b> <i>c</i></i>"),
        ("p &lt; 0.05", "p < 0.05", "p < 0.05"),
        ("a &#8211;&#x2013;&nbsp;b", "a –– b", "a ––\u00a0b"),
        ("R&D; AT&T; &nosuch;", "R&D; AT&T; &nosuch;", "R&D; AT&T; &nosuch;"),
        # Read once, not twice: what looks like markup afterwards is text, and stays text when CSL is read again.
        ("The &lt;i&gt;x&lt;/i&gt; element", "The <i>x</i> element", "The &lt;i&gt;x&lt;/i&gt; element"),
        ("R&amp;amp;D", "R&amp;D", "R&amp;amp;D"),
        # Tags without their other half, and tags that are none of these, are text.
        ("The <b> tag and a < b > c", "The <b> tag and a < b > c", "The <b> tag and a < b > c"),
        ("</i> x <i>", "</i> x <i>", "</i> x <i>"),
        ("<script>x</script>", "<script>x</script>", "<script>x</script>"),
        (" two\n lines ", "two lines", " two\n lines "),
    ],
)
def test_a_text_in_plain_characters_and_in_the_tags_of_csl(written: str, plain: str, in_csl: str) -> None:
    assert plain_text(written) == plain
    assert csl_text(written) == in_csl


TAGS = [f"<{slash}{name}>" for name in ("i", "em", "sub", "span", "p") for slash in ("", "/")]
TEXTS = st.lists(st.sampled_from([*TAGS, "&amp;", "&lt;", "&gt;", "amp;", "<", ">", "i", " "]) | st.text(max_size=3))


@given(TEXTS.map("".join))
def test_the_text_in_csl_reads_as_the_text_that_it_was_made_of(text: str) -> None:
    assert plain_text(csl_text(text)) == plain_text(text)
    assert csl_text(csl_text(text)) == csl_text(text)


@given(TEXTS.map("".join))
def test_a_text_is_plain_on_one_line_and_without_pairs_of_tags(text: str) -> None:
    plain = plain_text(f"<i>{text}</i>")
    assert plain == " ".join(plain.split())
    assert len(plain) <= len(text)
