"""Names of months and zones as feeds of the world write them, in lower case."""

from datetime import timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari januar jänner janv janvier ene enero janeiro gen gennaio "
            "január ιαν янв января",
            "feb february februari peb pebruari februar févr fév février febrero fev fevereiro "
            "febbraio febr február februári φεβ фев февраля",
            "mar march maret mrt maart mac mär märz mrz mars marzo março március μαρ μάρ μάώ μαώ "
            "мар марта",
            "apr april avr avril abr abril aprile április απρ апр апреля",
            "may mei mai mayo maio mag maggio május μάι μαι μαϊ май мая",
            "jun june juni juin junio junho giu giugno június ιούν ιουν ιον июн июня",
            "jul july juli julai juil juillet julio julho lug luglio július ιούλ ιουλ ιολ июл июля",
            "aug august agu agt ags agus agustus agst augustus ogos août aout ago agosto "
            "augusztus αύγ αυγ авг августа",
            "sep sept september septembre septiembre setiembre set setembro settembre szeptember "
            "σεπ сен сентября",
            "oct october okt oktober octobre octubre out outubro ott ottobre október οκτ окт "
            "октября",
            "nov november nop nopember novembre noviembre novembro νοέ νοε ноя ноября",
            "dec december des desember disember dez dezember déc décembre dic diciembre dezembro "
            "dicembre δεκ дек декабря",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_HOURS = {
    "wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0, "ut": 0, "z": 0, "zulu": 0,
    "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "ct": -6, "mst": -7, "mdt": -6,
    "mt": -7, "pst": -8, "pdt": -7, "pt": -8, "ast": -4, "adt": -3, "at": -4,
    "akst": -9, "akdt": -8, "hst": -10, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "mez": 1, "mesz": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "sgt": 8,
    "myt": 8, "hkt": 8, "pht": 8, "ict": 7, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "awst": 8, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3,
    "waktu indonesia barat": 7, "waktu indonesia tengah": 8, "waktu indonesia timur": 9,
}  # fmt: skip
_HALF_HOURS = {"ist": timedelta(hours=5, minutes=30), "acst": timedelta(hours=9, minutes=30)}

ZONES = {name: timedelta(hours=hours) for name, hours in _HOURS.items()} | _HALF_HOURS
