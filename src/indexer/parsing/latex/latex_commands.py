r"""What Kutip knows of LaTeX's commands and environments, by what becomes of their arguments.

An argument specification is as the parser takes it: "*" for a star, "[" for an optional argument, "{" for one that must
be given.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Headings, from the outermost. The first that a source uses is its level 1.
SECTIONS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")

# Read as their last argument, marks gone; the arguments before it are options, colours, lengths.
READ_AS_LAST: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        "emph textbf textit texttt textsf textsc textrm textmd textup textsl textnormal text underline uline uuline"
        " sout hl mbox makebox fbox hbox centerline enquote textquote so ul st uppercase MakeUppercase lowercase"
        " MakeLowercase mathrm title subtitle textsuperscript textsubscript textsw textlf ps"
        " boldmath added email institute affil affiliation address thead shortstack caption* protect"
        " IEEEauthorblockN IEEEauthorblockA".split(),
        "{",
    )
    | {
        "textcolor": "[{{",
        "colorbox": "[{{",
        "foreignlanguage": "{{",
        "raisebox": "{[[{",
        "parbox": "[[[{{",
        "resizebox": "*{{{",
        "scalebox": "{[{",
        "rotatebox": "[{{",
        "adjustbox": "{{",
        "makecell": "*[{",
        "framebox": "[[{",
        "href": "{{",
        "hyperref": "[{",
        "texorpdfstring": "{{",
        "multirow": "[{[{[{",
        "multicolumn": "{{{",
        "name": "{",
        "fnsymbol": "{",
        "altaffiltext": "{{",
        "bibfield": "{{",
        "bibinfo": "{{",
        "bibnamefont": "{",
        "bibfnamefont": "{",
        "citenamefont": "{",
        "natexlab": "{",
        "colhead": "{",
        "tablenotetext": "{{",
        "tablecomments": "{",
        "tablerefs": "{",
    }
)

# Left out with their arguments: they lay out, count, name files or mark places.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        "label vspace hspace bibliographystyle bibliography pagestyle thispagestyle pagenumbering input@path"
        " graphicspath usetikzlibrary newcounter stepcounter refstepcounter setstretch linespread hypersetup"
        " definecolor lstset captionsetup geometry nocite index glsadd newlength phantom hphantom vphantom"
        " pgfplotsset sisetup allowdisplaybreaks orcidlink orcid linenumbers@ crefname theoremstyle"
        " numberwithin enlargethispage color pagecolor fontsize@ selectlanguage DeclareGraphicsExtensions"
        " makeatletter@ printbibliography@ vskip@ cline renewcommand@ bibdata addbibresource".split(),
        "{",
    )
    | {
        "vspace": "*{",
        "hspace": "*{",
        "color": "[{",
        "index": "[{",
        "bibliographystyle": "{",
        "usepackage": "[{[",
        "RequirePackage": "[{[",
        "documentclass": "[{[",
        "documentstyle": "[{",
        "includegraphics": "*[[{",
        "includepdf": "[{",
        "setlength": "{{",
        "addtolength": "{{",
        "setcounter": "{{",
        "addtocounter": "{{",
        "counterwithin": "*{{",
        "counterwithout": "*{{",
        "addcontentsline": "{{{",
        "addtocontents": "{{",
        "markboth": "{{",
        "markright": "{",
        "fontsize": "{{",
        "rule": "[{{",
        "newsavebox": "{",
        "newcolumntype": "{[{",
        "definecolor": "[{{{",
        "colorlet": "{{",
        "crefname": "{{{",
        "Crefname": "{{{",
        "floatname": "{{",
        "printbibliography": "[",
        "listoftodos": "[",
        "footnotemark": "[",
        "linebreak": "[",
        "nolinebreak": "[",
        "pagebreak": "[",
        "nopagebreak": "[",
        "twocolumn@": "",
        "hrulefill": "",
        "toprule": "[",
        "midrule": "[",
        "bottomrule": "[",
        "specialrule": "{{{",
        "addlinespace": "[",
        "cline": "{",
        "inst": "{",
        "altaffilmark": "{",
        "BibitemOpen": "",
        "BibitemShut": "{",
        "EOS": "",
        "bibsep": "",
        "corref": "{",
        "fnref": "{",
        "ead": "[{",
        "ccsdesc": "[{",
        "setcitestyle": "{",
        "bibpunct": "[{{{{{{",
        "defcitealias": "{{",
        "tablenotemark": "{",
        "tabletypesize": "{",
        "tablewidth": "{",
        "tablecolumns": "{",
        "tablenum": "{",
        "startdata": "",
        "plotone": "{",
        "plottwo": "{{",
        "epsfig": "{",
        "psfig": "{",
        "epsscale": "{",
        "includesvg": "[{",
        "acknowledgments": "",
        "acknowledgements": "",
        "orcid": "{",
        "includeonly": "{",
        "hyphenation": "{",
        "DeclareMathSizes": "{{{{",
        "setkeys": "{{",
        "PassOptionsToPackage": "{{",
        "titleformat": "*{[{{{{[",
        "titlespacing": "*{{{{[",
        "lstset": "{",
        "theoremstyle": "{",
        "newif": "",
        "fancyhf": "[{",
        "fancyhead": "[{",
        "fancyfoot": "[{",
        "lhead": "[{",
        "chead": "[{",
        "rhead": "[{",
        "lfoot": "[{",
        "cfoot": "[{",
        "rfoot": "[{",
        "sethlcolor": "{",
        "urlstyle": "{",
        "rowcolor": "[{",
        "cellcolor": "[{",
        "columncolor": "[{",
        "rowcolors": "[{{{",
    }
    | dict.fromkeys(
        "tableofcontents listoffigures listoftables centering raggedright raggedleft noindent indent newpage"
        " clearpage cleardoublepage bfseries itshape scshape rmfamily sffamily ttfamily mdseries upshape slshape"
        " normalfont em bf it sc rm sf tt sl tiny scriptsize footnotesize small normalsize large Large LARGE huge"
        " Huge smallskip medskip bigskip hfill vfill relax protect xspace null leavevmode hline dotfill"
        " appendix frontmatter mainmatter backmatter onecolumn twocolumn sloppy fussy onehalfspacing"
        " doublespacing singlespacing linenumbers nolinenumbers balance makeatletter makeatother phantomsection"
        " bigbreak medbreak smallbreak allowbreak break nobreak penalty strut displaystyle textstyle scriptstyle"
        " limits nolimits unskip ignorespaces par@ qed qedhere FloatBarrier endinput else fi iftrue iffalse"
        " begingroup endgroup bgroup egroup maketitle@ makeindex makeglossaries printindex arraybackslash hss"
        " nonumber notag flushbottom raggedbottom shorthandoff shorthandon IEEEpeerreviewmaketitle fnum@ /".split(),
        "",
    )
)

CITING = (
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar citenum parencite parencites textcite"
    " textcites autocite autocites footcite footcites supercite smartcite fullcite footfullcite cites"
    " citeauthors onlinecite citetalias citepalias shortcite citeN citeA citetitle Cite Citep Citet Citealp"
    " Citealt Citeauthor Parencite Textcite Autocite"
).split()
REFERRING = "ref eqref pageref autoref cref Cref nameref vref subref autopageref labelcref fref Fref".split()
NOTED = {"footnote": "[{", "footnotetext": "[{", "thanks": "{", "marginpar": "[{", "endnote": "{", "cortext": "[{"}
LINKED = {"url": "{", "path": "{", "nolinkurl": "{"}
FILES = "input include subfile subimport import InputIfFileExists".split()

MATHS = frozenset(
    "equation align gather multline eqnarray flalign alignat displaymath math dmath aligned IEEEeqnarray".split()
)
VERBATIM = frozenset("verbatim Verbatim BVerbatim lstlisting minted alltt spverbatim".split())
LISTS = {
    **dict.fromkeys(["itemize", "compactitem", "inparaitem", "asparaitem"], "bullets"),
    **dict.fromkeys(["enumerate", "compactenum", "inparaenum", "asparaenum", "steps"], "numbers"),
    **dict.fromkeys(["description", "compactdesc", "labeling"], "terms"),
}
QUOTES = frozenset("quote quotation displayquote verse blockquote".split())
FLOATS = frozenset(
    "figure table wrapfigure wraptable sidewaysfigure sidewaystable SCfigure SCtable floatingfigure margintable"
    " marginfigure threeparttable subfigure subtable algorithm listing teaserfigure".split()
)
TABULARS = {
    "tabular": "[{",
    "array": "[{",
    "tabularx": "{[{",
    "tabulary": "{[{",
    "tabular*": "{[{",
    "longtable": "[{",
    "supertabular": "{",
    "xltabular": "[{{",
    "tblr": "[{",
    "longtabu": "{",
    "tabu": "{",
    "deluxetable": "{",
}
ENVIRONMENT_ARGUMENTS = {
    **TABULARS,
    **dict.fromkeys(LISTS, "["),
    **dict.fromkeys(FLOATS, "["),
    "wrapfigure": "[{[{",
    "wraptable": "[{[{",
    "subfigure": "[{",
    "subtable": "[{",
    "minipage": "[[[{",
    "multicols": "{",
    "thebibliography": "{",
    "labeling": "[{",
    "alignat": "{",
    "adjustbox": "{",
    "spacing": "{",
    "tablenotes": "[",
    "otherlanguage": "{",
    "tcolorbox": "[",
    "algorithmic": "[",
    "SCfigure": "[[",
    "SCtable": "[[",
    "figwindow": "[",
}
# Commands whose last two arguments are one word: a large first letter and the rest.
READ_WHOLE = {"IEEEPARstart": "{{", "lettrine": "[{{"}
# Commands that open a line of an algorithm; those of some packages have capitals.
ALGORITHM_LINES = frozenset(
    "state statex if elsif elseif else for forall while loop repeat until endif endfor endwhile endloop return require"
    " ensure print procedure endprocedure function endfunction".split()
)
ALGORITHMS = frozenset("algorithmic algpseudocode algorithm2e".split())
# Environments whose content is drawn, not read.
DRAWN = frozenset("CCSXML tikzpicture pspicture picture pgfpicture forest circuitikz tikzcd axis".split())
KEYWORDS = frozenset("keywords keyword IEEEkeywords".split())
STRUCTURAL = frozenset(
    f"\\{name}"
    for name in [
        *SECTIONS,
        *(set(LEFT_OUT) - {"degree"}),
        *READ_AS_LAST,
        *CITING,
        *REFERRING,
        *NOTED,
        *LINKED,
        *FILES,
        "\\",
        "item",
        "bibitem",
        "caption",
        "ensuremath",
        "author",
        "date",
        "keywords",
        "begin",
        "end",
        "par",
        "newblock",
        "and",
    ]
)
