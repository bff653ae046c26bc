"""The hand of one clerk: how she writes capitals, numbers, phones, dates, RT/RW, streets and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from random import Random

    from tools.sample.cells import Cell
    from tools.sample.city import Business
    from tools.sample.plan import Style

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


class Hand:
    """Writes single values in a style."""

    def __init__(self, style: Style, rng: Random) -> None:
        self.style = style
        self.rng = rng

    def cased(self, text: str) -> str:
        """The clerk's capitals."""
        case = self.style.case
        if case == "mixed":
            case = self.rng.choice(("title", "title", "upper", "lower"))
        return {"upper": text.upper(), "lower": text.lower()}.get(case, text)

    def untidy(self, cell: Cell) -> Cell:
        """Blanks before, behind and inside, as fingers leave them."""
        if not isinstance(cell, str) or self.rng.random() > 0.04:
            return cell
        return self.rng.choice((f"{cell} ", f" {cell}", cell.replace(" ", "  ", 1), f"{cell}\u00a0"))

    def number_text(self, digits: str | None, grouped: bool = True) -> Cell | None:
        """An identity number. As a number cell it keeps 15 digits and no leading zero, as Excel does."""
        if not digits:
            return None
        match self.style.ids:
            case "number":
                return int(digits) if len(digits) <= 15 else int(digits[:15] + "0" * (len(digits) - 15))
            case "spaced" if grouped:
                return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
            case "quote" if grouped:
                return f"'{digits}"
        return digits

    def phone(self, digits: str | None) -> Cell | None:
        """A phone number."""
        if not digits:
            return None
        style = self.style.phone
        if style == "mixed":
            style = self.rng.choice(("plain", "dash", "plus", "bare62"))
        match style:
            case "dash" | "space":
                return ("-" if style == "dash" else " ").join((digits[:4], digits[4:8], digits[8:]))
            case "plus":
                return f"+62 {digits[1:]}"
            case "bare62":
                return f"62{digits[1:]}"
            case "number":
                return int(digits)
        return digits

    def date(self, day: datetime.date) -> Cell:
        """A date: a real one, or text."""
        style = self.style.date
        if style == "mixed":
            style = self.rng.choice(("dash", "words", "cell"))
        match style:
            case "cell":
                return day
            case "slash":
                return f"{day:%d/%m/%Y}"
            case "words":
                return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        return f"{day:%d-%m-%Y}"

    def rt(self, number: int) -> Cell:
        """RT or RW alone."""
        digits = self.style.digits
        return f"{number:0{digits}d}" if digits > 1 else number

    def rt_rw(self, business: Business) -> str:
        """RT and RW in one cell."""
        digits = max(self.style.digits, 1)
        rt, rw = f"{business.rt:0{digits}d}", f"{business.rw:0{digits}d}"
        return {"words": f"RT {rt} RW {rw}", "words2": f"RT. {rt}/RW. {rw}"}.get(self.style.rtrw, f"{rt}/{rw}")

    def address(self, business: Business) -> str:
        """Street, lane, house number; RT and RW where there is no column for them."""
        style = self.style
        street = f"{style.jalan} {self.cased(business.street)}"
        if business.lane and style.house:
            street += f" {self.cased(business.lane)}"
        if style.house:
            street += f" No. {business.house}" if style.case != "lower" else f" no {business.house}"
        if style.inline:
            street += f" RT {business.rt:0{style.digits}d} RW {business.rw:0{style.digits}d}"
        return street

    def money(self, amount: int) -> Cell:
        """Whole rupiah."""
        style = self.style.money
        if style == "mixed":
            style = self.rng.choice(("rp", "jt", "dots"))
        if style in ("number", "thousand"):
            return amount if style == "number" else amount // 1000
        if style in ("jt", "juta", "rb"):
            return short_money(amount, "juta" if style == "juta" else "jt")
        dots = f"{amount:,}".replace(",", ".")
        return {"rp": f"Rp {dots},-", "rp.": f"Rp. {dots}", "rp00": f"Rp{dots},00"}.get(style, dots)


def short_money(amount: int, million: str) -> str:
    """1,5 jt or 750 rb."""
    if amount < 1_000_000:
        return f"{amount // 1000} rb"
    whole, rest = divmod(amount, 1_000_000)
    decimals = f",{rest:06d}".rstrip("0").rstrip(",") if rest else ""
    return f"{whole}{decimals} {million}"
