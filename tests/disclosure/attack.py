"""An attacker with every file of openbaar editions and knowledge of the method, and nothing of the package's own sums.

He reads numbers from CSV, from the tables in pages and executed notebooks and from the manifest, writes down every
addition he knows of, and asks for the smallest and the largest whole number that each hidden cell can be.
"""

import csv
import json
import re
from html.parser import HTMLParser
from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

STATUS = ("vast", "toegezegd_vast", "tijdelijk")
GENDER = ("v", "m", "x", "onbekend")
GENDERS = {"": GENDER, "rest": GENDER[2:], "niet_v": GENDER[1:], "niet_m": ("v", "x", "onbekend")}
GROUPS = {"structureel": STATUS[:2], "niet_vast": STATUS[1:], "": STATUS, **{name: (name,) for name in STATUS}}
FUNCTIONS = {
    "Hoogleraren": "hoogleraar",
    "UHD's": "UHD",
    "UD's": "UD",
    "Docenten": "docent",
    "Onderzoekers": "onderzoeker",
    "Dataspecialisten": "dataspecialist",
    "Onderzoeksondersteuning": "onderzoeksondersteuning",
    "Kennisvalorisatie": "kennisvalorisatie",
    "Onderwijsondersteuning": "onderwijsondersteuning",
    "Overig ondersteunend": "overig_ondersteunend",
}
#: A key is (who, contractstatus, gender, maat); who is ('umc', name), ('functie', name), ('kpi14', 'ja'), ...
INLOOP = "inloop"
DASH = "\N{EN DASH}"


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def texts_of(folder):
    """Every page, and every text of every output of every executed notebook, its metadata included."""
    for path in sorted(folder.rglob("*.html")):
        yield path.read_text(encoding="utf-8")
    for path in sorted(folder.rglob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                yield from ("".join(text) for kind, text in output.get("data", {}).items() if kind != "text/plain")
                assert output.get("output_type") != "stream" and not output.get("metadata")


class Tables(HTMLParser):
    """Tables of a page: caption to rows of texts; and every other text that can be seen, heard or parsed."""

    def __init__(self, text):
        super().__init__()
        self.tables, self._rows, self._cell, self._caption = {}, None, None, None
        self.loose, self._silent = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._silent = tag in ("style", "script")
        spoken = ("alt", "title", "aria-label", "aria-description", "content")
        self.loose += [value for name, value in attrs if value and (name in spoken or name.startswith("data-"))]
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th", "caption") and self._rows is not None:
            self._cell = ""

    def handle_data(self, data):
        data = data.replace("\N{SOFT HYPHEN}", "")
        if self._cell is not None:
            self._cell += data
        elif data.strip() and not self._silent:
            self.loose.append(data.strip())

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self._cell is not None:
            self._rows[-1].append(self._cell.strip())
            self._cell = None
        elif tag == "caption":
            self._caption, self._cell = self._cell.strip(), None
        elif tag == "table":
            self.tables[self._caption] = self._rows
            self._rows = None


def who_of(row):
    for name in ("subthema", "functiecategorie", "thema"):
        if row.get(name):
            return (name, row[name], row.get("kpi14", ""))
    if row.get("kpi14"):
        return ("kpi14", "ja", "")
    return ("umc", row["umc"], "")


def dutch_number(text):
    text = text.replace(".", "").replace(",", ".").replace("\N{MINUS SIGN}", "-")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


class Publication:
    """Everything the files of an edition say: shown values and hidden keys, per peildatum."""

    def __init__(self):
        self.facts, self.hidden, self.shares, self.loose = {}, {}, {}, {}

    def add(self, day, key, text, *, dutch=False):
        if text in ("", DASH):
            return
        if text == "geheim":
            self.hidden.setdefault(day, set()).add(key)
        else:
            value = dutch_number(text) if dutch else float(text)
            known = self.facts.setdefault(day, {}).setdefault(key, value)
            assert abs(known - value) < 0.0051, f"two values for {key}: {known} and {value}"

    def share(self, day, part, whole, text, decimals, *, dutch=False):
        if text not in ("", DASH, "geheim"):
            value = dutch_number(text) if dutch else float(text)
            self.shares.setdefault(day, set()).add((part, whole, value, 0.5 * 10**-decimals + 1e-6))

    def read(self, folder):
        tables = folder / "tabellen"
        day = json.loads((tables / "ronde.json").read_text(encoding="utf-8"))["peildatum"]
        self._cells(tables)
        self._wide(tables, day)
        self._figures(tables, day)
        self._indicators(tables)
        self.loose[day] = set()
        for page in [*texts_of(folder)]:
            tables = Tables(page)
            self.loose[day] |= set(tables.loose)
            for caption, rows in tables.tables.items():
                self._page(day, caption, rows)
        return self

    def _cells(self, tables):
        for row in rows_of(tables / "cellen.csv"):
            if row["maat"] in ("medewerkers", "fte"):
                status = INLOOP if row["inloop"] == "ja" else row["contractstatus"]
                self.add(row["peildatum"], (who_of(row), status, row["gender"], row["maat"]), row["waarde"])

    def _wide(self, tables, day):
        for row in rows_of(tables / "tabel2_fte.csv"):
            for status in (*STATUS, INLOOP):
                self.add(day, (who_of(row), status, "", "fte"), row[f"{status}_fte"])
        for row in rows_of(tables / "tabel3_medewerkers.csv"):
            for status in (*STATUS, INLOOP):
                self.add(day, (who_of(row), status, "", "medewerkers"), row[status])
        for row in rows_of(tables / "tabel4_vrouw_man.csv"):
            for column, text in row.items():
                if column != "umc":
                    status, _, gender = column.partition("_")
                    name = "vast" if status == "vast" else "niet_vast"
                    self.add(day, (who_of(row), name, gender, "medewerkers"), text)

    def _figures(self, tables, day):
        for number in range(3, 8):
            for row in rows_of(tables / f"figuur{number}.csv"):
                if row["maat"] not in ("medewerkers", "fte", "aandeel_fte") or row.get("contractstatus") == "begroot":
                    continue
                national = row["umc"] == "Totaal" or number == 3
                who = who_of(row) if national else ("per umc", row["umc"], who_of(row))
                status = {3: {"vast": "structureel"}}.get(number, {}).get(
                    row.get("contractstatus", ""), row.get("contractstatus", "")
                )
                status = "vast" if number == 6 else status
                if row["maat"] == "aandeel_fte":
                    part, whole = (who, status, row["gender"], "fte"), (who, status, "", "fte")
                    self.add(day, part, row["teller"])
                    self.add(day, whole, row["noemer"])
                    self.share(day, part, whole, row["waarde"], 6)
                else:
                    self.add(day, (who, status, row.get("gender", ""), row["maat"]), row["waarde"])
        for row in rows_of(tables / "figuur2.csv"):
            national = ("kpi14", "ja", "") if row["lezing"] == "kpi14" else ("functiecategorie", "dataspecialist", "")
            who = national if row["umc"] == "Totaal" else ("per umc", row["umc"], national)
            status = {"totaal": "", "vast": "structureel"}.get(row["contractstatus"], row["contractstatus"])
            if status != "onbekend":
                self.add(f"{row['jaar']}-12-31", (who, status, "", row["maat"]), row["waarde"])

    def _indicators(self, tables):
        ud, kpi = ("functiecategorie", "UD", ""), ("kpi14", "ja", "")
        parts = {"vast": "vast", "toegezegd": "toegezegd_vast", "tijdelijk": "tijdelijk"}
        names = {f"ud_{a}_{u}": (ud, s, "", m) for a, s in parts.items() for u, m in _UNITS.items()}
        names |= {f"dataspecialisten_{a}_{u}": (kpi, s, "", m) for a, s in parts.items() for u, m in _UNITS.items()}
        names |= {f"dataspecialisten_{u}": (kpi, "", "", m) for u, m in _UNITS.items()}
        names |= {f"{s}_fte": (None, s, "", "fte") for s in (*STATUS, "structureel", INLOOP)}
        names |= {f"{s}_medewerkers": (None, s, "", "medewerkers") for s in (*STATUS, "structureel", INLOOP)}
        names |= {"medewerkers_totaal": (None, "", "", "medewerkers"), "gerealiseerd_fte": (None, "", "", "fte")}
        names |= {"vrouwen_totaal": (None, "", "v", "medewerkers"), "vast_vrouwen": (None, "vast", "v", "medewerkers")}
        shares = {"vrouwen_pct": ("vrouwen_totaal", "medewerkers_totaal"), "vast_vrouwen_pct": _VAST_V}
        shares |= {"vast_aandeel_medewerkers_pct": ("vast_medewerkers", "medewerkers_totaal")}
        shares |= {"structureel_aandeel_medewerkers_pct": ("structureel_medewerkers", "medewerkers_totaal")}
        shares |= {"vast_aandeel_fte_pct": ("vast_fte", "gerealiseerd_fte")}
        shares |= {"structureel_aandeel_fte_pct": ("structureel_fte", "gerealiseerd_fte")}
        shares |= {"dataspecialisten_vast_pct": ("dataspecialisten_vast_personen", "dataspecialisten_personen")}
        for row in [*rows_of(tables / "indicatoren.csv"), *rows_of(tables / "reeks.csv")]:

            def key(name, umc=row["umc"]):
                who, *rest = names[name]
                own = who or ("umc", umc, "")
                return (own if who is None or umc == "Totaal" else ("per umc", umc, who), *rest)

            day, name = row["peildatum"], row["maat"]
            if name in names:
                self.add(day, key(name), row["waarde"])
            elif name in shares:
                part, whole = (key(own) for own in shares[name])
                self.add(day, part, row["teller"])
                self.add(day, whole, row["noemer"])
                self.share(day, part, whole, row["waarde"], 6)
            else:
                assert re.match(r"bes|onder|ontv|begroot|gerealiseerd_pct|structureel_pct|vast_begroot", name), name

    def _page(self, day, caption, rows):
        heads, body = next(row for row in rows if row), [row for row in rows if row]
        if caption.startswith("Tabel 2."):
            for row in body[1:]:
                for status, text in zip((INLOOP, "tijdelijk", "toegezegd_vast", "vast"), row[1:], strict=False):
                    self.add(day, (("umc", row[0], ""), status, "", "fte"), text, dutch=True)
        elif caption.startswith("Tabel 3."):
            for row in body[1:]:
                for status, text in zip((INLOOP, "tijdelijk", "toegezegd_vast", "vast"), row[1:], strict=True):
                    self.add(day, (("umc", row[0], ""), status, "", "medewerkers"), text, dutch=True)
        elif caption.startswith("Aandeel vrouwen per umc"):
            for row in body[1:]:
                for place, status in ((1, ""), (4, "vast")):
                    part, whole = ((("umc", row[0], ""), status, gender, "medewerkers") for gender in ("v", ""))
                    self.add(day, part, row[place], dutch=True)
                    self.add(day, whole, row[place + 1], dutch=True)
                    self.share(day, part, whole, row[place + 2], 1, dutch=True)
        elif caption.startswith("Tabel 4."):
            for row in body[1:]:
                for place, (gender, status) in enumerate(product("vm", ("vast", "niet_vast")), start=1):
                    self.add(day, (("umc", row[0], ""), status, gender, "medewerkers"), row[place], dutch=True)
        elif caption.startswith("Medewerkers naar functie"):
            for row in body[2:]:
                who = ("functiecategorie", FUNCTIONS[row[0]], "")
                kinds = product(("medewerkers", "fte"), ("", "vast", "niet_vast"))
                for place, (maat, status) in enumerate(kinds, start=1):
                    self.add(day, (who, status, "", maat), row[place], dutch=True)
        elif caption.startswith("Vrouwen en mannen per"):
            for row in body[2:]:
                function = caption.startswith("Vrouwen en mannen per functie")
                own = ("functiecategorie", FUNCTIONS[row[0]], "") if function else ("thema", row[0], "")
                status = "vast" if function else ""
                for place, maat in ((1, "medewerkers"), (5, "fte")):
                    keys = [(own, status, gender, maat) for gender in ("v", "m", "")]
                    for offset, key in enumerate(keys):
                        self.add(day, key, row[place + offset], dutch=True)
                    self.share(day, keys[0], keys[2], row[place + 3], 1, dutch=True)
        else:
            known = "Tabel 1|Realisatie|Zes lez|Dataspec|Landelijke|Subthema|Focus|Getallen|Verandering|Kengetallen"
            assert re.match(known, caption), f"a table this attack does not know: {caption} {heads}"
            # what these say must stand in the files, as what sentences say must
            self.loose[day] |= {cell for row in body for cell in row if re.fullmatch(r"[\d.,]+( fte|%)?", cell)}


_UNITS = {"personen": "medewerkers", "fte": "fte"}
_VAST_V = ("vast_vrouwen", "vast_medewerkers")


class Attack:
    """The integer programme of one peildatum."""

    def __init__(self, facts, shares, *, umcs, functions, subthemas):
        self.place, self.rows, self.low, self.high = {}, [], [], []
        cells = list(product(STATUS, GENDER))
        functions = [("functiecategorie", name, "ja" if name == "dataspecialist" else "nee") for name in functions]
        functions.append(("functiecategorie", "onderzoeker", "ja"))
        self.atoms = {
            "umc": [("umc", name, "") for name in umcs],
            "functie": functions,
            "subthema": [("subthema", name, "") for name in subthemas],
        }
        self.themas = subthemas
        for who in (w for group in self.atoms.values() for w in group):
            for status, gender in cells:
                self._new(who, status, gender)
        for name in umcs:
            self._new(("umc", name, ""), INLOOP, "")
        n = len(self.place)
        for place in range(n):
            self._row({n + place: 1, place: -1.2}, -np.inf, 0)
            self._row({place: 0.01, n + place: -1}, -np.inf, 0)
        for maat, status, gender in product((0, 1), STATUS, GENDER):
            national = {self.place[who, status, gender] + maat * n: -1.0 for who in self.atoms["umc"]}
            for basis in ("functie", "subthema"):
                own = {self.place[who, status, gender] + maat * n: 1.0 for who in self.atoms[basis]}
                # persons may count in more than one function or subthema; fte cannot
                self._row({**national, **own}, 0, 0 if maat else np.inf)
        for key, value in facts.items():
            if (terms := self.terms(key)) is None:
                continue
            slack = 0.00501 if key[3] == "fte" else 0
            exact = key[0][0] != "thema" or key[3] == "fte"
            self._row(terms, value - slack, value + slack if exact else np.inf)
        for part, whole, percent, slack in shares:
            if (a := self.terms(part)) is None or (b := self.terms(whole)) is None:
                continue
            if part[0][0] == "thema" and part[3] == "medewerkers":
                continue  # its persons are fewer than those of its subthemas together: no equality to use
            for sign in (1, -1):
                row = dict.fromkeys(a, 100.0 * sign)
                for place in b:
                    row[place] = row.get(place, 0) - sign * (percent + sign * slack)
                self._row(row, -np.inf, 1e-6 if part[3] == "medewerkers" else 1.1)
        self.integrality = np.concatenate([np.ones(n), np.zeros(n)])
        self.matrix = sparse.csr_array(
            (
                [v for row in self.rows for v in row.values()],
                (
                    [i for i, row in enumerate(self.rows) for _ in row],
                    [place for row in self.rows for place in row],
                ),
            ),
            shape=(len(self.rows), 2 * n),
        )

    def _new(self, *key):
        self.place[key] = len(self.place)

    def _row(self, row, low, high):
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def terms(self, key):
        """The variables that a number is the sum of; None for what is not modelled (a umc's functions)."""
        who, status, gender, maat = key
        kind, name, kpi = who
        if kind == "per umc":
            return None
        if status == INLOOP:
            names = self.atoms["umc"] if name == "Totaal" else [who]
            return self._shift([(w, INLOOP, "") for w in names], maat)
        members = {
            "umc": lambda w: w[0] == "umc" and name in ("Totaal", w[1]),
            "functiecategorie": lambda w: w[:2] == who[:2] and kpi in ("", w[2]),
            "kpi14": lambda w: w[0] == "functiecategorie" and w[2] == "ja",
            "subthema": lambda w: w[:2] == who[:2],
            "thema": lambda w: w[0] == "subthema" and self.themas[w[1]] == name,
        }[kind]
        own = [w for group in self.atoms.values() for w in group if members(w)]
        genders = GENDERS.get(gender, (gender,))
        return self._shift([(w, s, g) for w in own for s in GROUPS[status] for g in genders], maat)

    def _shift(self, keys, maat):
        return {self.place[key] + (len(self.place) if maat == "fte" else 0): 1.0 for key in keys}

    def table(self, key, sign):
        """Persons and fte that fit all that is known, with the smallest (1) or largest (-1) value of one number."""
        objective = np.zeros(2 * len(self.place))
        for place, value in self.terms(key).items():
            objective[place] = sign * value
        solved = milp(
            objective,
            integrality=self.integrality,
            bounds=Bounds(0, 2000),
            constraints=LinearConstraint(self.matrix, self.low, self.high),
            options={"time_limit": 20},
        )
        assert solved.x is not None, f"nothing fits what is published: {solved.message}"
        return solved.x
