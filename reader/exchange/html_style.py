"""The look of exported pages: a well set book with notes in its margin, by day, by night and on paper."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

STYLE: Final = """
:root{color-scheme:light dark;--page:#fdfcf9;--ink:#24211d;--soft:#6b645a;--line:#e4dfd5;--accent:#7a4a1e;
--code:#f4f1ea;--yellow:#fdf0b4;--yellow-line:#b8890b;--green:#dff1d6;--green-line:#3f7d2b;
--blue:#dbe9f9;--blue-line:#2f68ab;--red:#fbe0db;--red-line:#b5402f;--purple:#ecdff6;--purple-line:#7b4aa6}
@media (prefers-color-scheme:dark){:root{--page:#191816;--ink:#e4dfd6;--soft:#a39b8e;--line:#37332d;
--accent:#dba36c;--code:#24221f;--yellow:#463a12;--yellow-line:#d9ae3d;--green:#21381b;--green-line:#7fbf68;
--blue:#1c3049;--blue-line:#7db0ea;--red:#4a2520;--red-line:#ec8b7b;--purple:#372747;--purple-line:#bd93e0}}
*{box-sizing:border-box}
html{background:var(--page);-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:4.5rem 1.5rem 7rem;max-width:38rem;color:var(--ink);
font:1.125rem/1.65 "Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;
font-feature-settings:"onum","kern","liga";hyphens:auto;overflow-wrap:break-word}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
h1,h2,h3,h4,h5,h6{font-weight:600;line-height:1.25;margin:2.4em 0 .7em;hyphens:none;break-after:avoid}
h1{font-size:2.1rem;margin-top:0;font-weight:500;letter-spacing:-.012em}
h2{font-size:1.35rem}h3{font-size:1.15rem}h4,h5,h6{font-size:1rem;color:var(--soft)}
p,ul,ol,blockquote,table,pre,.alert,.definition{margin:0 0 1.05em}
ul,ol{padding-left:1.35em}li{margin:.3em 0}li>p,li>.beside>p{margin:.3em 0}
li.task{list-style:none;position:relative}li.task>.box{position:absolute;left:-1.35em}
blockquote{margin-left:0;padding-left:1.2em;border-left:2px solid var(--line);font-style:italic}
blockquote em{font-style:normal}
pre,code{font:.86em/1.55 ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{background:var(--code);padding:1em 1.2em;border-radius:4px;overflow-x:auto;white-space:pre-wrap}
p code,li code,td code{background:var(--code);padding:.1em .3em;border-radius:3px}
mark code{background:none;padding:0}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.94em;font-feature-settings:"lnum","tnum"}
th,td{padding:.35em 1.2em .35em 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{border-bottom-color:var(--soft);font-weight:600}.right{text-align:right}.center{text-align:center}
hr{border:0;text-align:center;margin:2.2em 0;color:var(--soft)}hr::after{content:"* * *";letter-spacing:.5em}
.alert{padding-left:1.2em;border-left:2px solid var(--accent)}.term{font-weight:600;margin-bottom:.2em}
.alert-title{font-weight:600;margin-bottom:.3em}.definition{padding-left:1.6em}.raw{color:var(--soft)}
.footnote{font-size:.88em;display:flex;gap:.8em;color:var(--soft)}
.picture{color:var(--soft);font-style:italic}
header{margin-bottom:3rem}header h1{margin-bottom:.6rem}
.about{color:var(--soft);font-size:.86rem;margin:.2rem 0 0;hyphens:none}
.about span:not(:last-child)::after{content:"\\00a0\\00b7"}
mark{color:inherit;padding:.1em 0;-webkit-box-decoration-break:clone;box-decoration-break:clone;
background:var(--tint);text-decoration:underline 2px var(--edge);text-underline-offset:.22em}
.yellow{--tint:var(--yellow);--edge:var(--yellow-line)}.green{--tint:var(--green);--edge:var(--green-line)}
.blue{--tint:var(--blue);--edge:var(--blue-line)}.red{--tint:var(--red);--edge:var(--red-line)}
.purple{--tint:var(--purple);--edge:var(--purple-line)}
mark.green{text-decoration-style:dashed}mark.blue{text-decoration-style:dotted}
mark.red{text-decoration-style:double}mark.purple{text-decoration-style:wavy;text-decoration-thickness:1px}
.said{background:none;text-decoration:underline 1px var(--soft);text-decoration-style:dotted}
sup{line-height:0;font-size:.72em}
.ref{font:600 .68em/0 system-ui,sans-serif;vertical-align:super;padding:0 .15em;text-decoration:none}
aside{font-size:.86rem;line-height:1.5;hyphens:manual;border-left:2px solid var(--edge,var(--line));
padding-left:.9rem;margin:0 0 1.2rem;font-style:normal;font-weight:400;color:var(--ink);break-inside:avoid}
aside :is(p,ul,ol,blockquote,pre){margin-bottom:.5em}aside>:last-child{margin-bottom:0}
aside :is(h1,h2,h3,h4,h5,h6){font-size:1em;margin:.6em 0 .3em}
.when{display:block;color:var(--soft);font-size:.76rem;font-family:system-ui,sans-serif}
.when b{color:var(--accent);font-weight:600;margin-right:.2em}
:target{outline:2px solid var(--accent);outline-offset:.3em;border-radius:2px}
.beside{display:flex;flex-direction:column}.beside>aside{order:2}
section{margin-top:4rem;padding-top:1.6rem;border-top:1px solid var(--line)}section h2{margin-top:0}
section aside{margin:1.4rem 0}.gone{font-style:italic;color:var(--soft)}
.notes{list-style:none;padding:0}.notes li{padding:1rem 0;border-bottom:1px solid var(--line);margin:0}
.notes>li>a{text-decoration:none;font-size:1.2rem}.notes>li>a:hover{text-decoration:underline}
.key{font-size:.8rem;color:var(--soft);margin-top:1.2rem;hyphens:none}
.key mark{color:var(--ink);padding:.1em .35em;margin-right:.25em}
@media (min-width:66rem){body{max-width:62rem;padding-right:calc(62rem - 38rem);padding-left:1.5rem}
.beside{display:block}.beside>aside{float:right;clear:right;width:17.5rem;margin-right:-20rem;margin-top:.25rem}
section aside{max-width:36rem}}
@media print{:root{--page:#fff;--ink:#000;--soft:#555;--line:#ccc;--accent:#000;--code:#f5f5f5;
color-scheme:light;--yellow:#fdf0b4;--yellow-line:#8a6500;--green:#dff1d6;--green-line:#2e6b1c;--blue:#dbe9f9;--blue-line:#1f5592;
--red:#fbe0db;--red-line:#9b2d1e;--purple:#ecdff6;--purple-line:#66368f}
@page{margin:2cm}
html{font-size:9.3pt}body{font-size:1.125rem;max-width:none;padding:0 31% 0 0;orphans:3;widows:3}
.beside{display:block}.beside>aside{float:right;clear:right;width:40%;margin-right:-45%;font-size:8.5pt}
mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit}:target{outline:0}
pre,table,blockquote{break-inside:avoid}h1{font-size:20pt}}
"""
"""One sheet for all pages. Text has a contrast of at least 4.5:1 by day and by night, on highlights too."""


def _hash_of(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")


POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_hash_of(STYLE)}'; base-uri 'none'; form-action 'none'"
)
"""What a page may do: show this one style, and nothing else; no script, nothing from anywhere."""
