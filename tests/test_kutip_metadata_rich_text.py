"""Tags and character references in texts of metadata."""

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
        # Decoded once, not twice: markup that results is text, and is still text when the CSL item is read again.
        ("The &lt;i&gt;x&lt;/i&gt; element", "The <i>x</i> element", "The &lt;i&gt;x&lt;/i&gt; element"),
        ("R&amp;amp;D", "R&amp;D", "R&amp;amp;D"),
        # Unpaired and unknown tags are text.
        ("The <b> tag and a < b > c", "The <b> tag and a < b > c", "The <b> tag and a < b > c"),
        ("</i> x <i>", "</i> x <i>", "</i> x <i>"),
        ("<script>x</script>", "<script>x</script>", "<script>x</script>"),
        (" two\n lines ", "two lines", " two\n lines "),
    ],
)
def test_a_text_is_converted_to_plain_text_and_to_the_tags_of_csl(written: str, plain: str, in_csl: str) -> None:
    assert plain_text(written) == plain
    assert csl_text(written) == in_csl


TAGS = [f"<{slash}{name}>" for name in ("i", "em", "sub", "span", "p") for slash in ("", "/")]
TEXTS = st.lists(st.sampled_from([*TAGS, "&amp;", "&lt;", "&gt;", "amp;", "<", ">", "i", " "]) | st.text(max_size=3))


@given(TEXTS.map("".join))
def test_csl_text_has_the_same_plain_text_as_its_original(text: str) -> None:
    assert plain_text(csl_text(text)) == plain_text(text)
    assert csl_text(csl_text(text)) == csl_text(text)


@given(TEXTS.map("".join))
def test_plain_text_is_one_line_without_pairs_of_tags(text: str) -> None:
    plain = plain_text(f"<i>{text}</i>")
    assert plain == " ".join(plain.split())
    assert len(plain) <= len(text)
