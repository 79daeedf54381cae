"""Tokenising: a text as words to compare, in lower case and without stop words."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_MARK = re.compile(r"\[(?:name|address|link|number)\]")

# Little words of six languages, the words in which people say that they want something, and those of politeness: they
# tell nothing apart.
_LITTLE = """
a able about after again all also am an and any are as at be because been before being better but by can could
course do does doing done end each even every find for from get getting give go good had has have having hope how i
i'd i'll i'm i've if in into is it its it's just know learn learning like little lot made make making many me more
most much my myself need new no not of on one or other our out over own part people really so some something such
take than that the their them then there these they thing things this through to too understand up us use using
very want was we well were what when where which while who why will with would you your goal goals finally
aber als am an auch auf aus bei bin bis das dass dem den der des die dies diese durch ein eine einem einen einer
eines er es für haben hat ich ihr im in ist kann können kurs lernen mehr mein meine meinem meinen meiner mich mir mit
möchte nach nicht noch nur oder sein sich sie sind so über um und uns unser unsere verstehen von vor war was wenn
werden wie will wir wissen zu zum zur ziel besser
a au aux avec ce ces cette comme comment dans de des du elle en est et être faire il ils j'aimerais je l' la le les
leur lui ma mais me mes mieux mon ne nos notre nous on ou où par pas plus pour pouvoir qu que quel qui sa sans savoir
se ses si son sur ta te tu un une veux voudrais vous y d'un d'une cours apprendre comprendre objectif
al algo aprender como con cómo cual cuando de del desde el ella en entender entre es esta este hacer la las le les lo
los más me mi mis mucho muy no nos o objetivo para pero poder por porque que qué quiero quisiera saber se ser si sin
sobre su sus también tener un una y ya yo curso mejor
ao aos até com como da das do dos e em essa esse eu foi isso mais meu minha na nas nem no nos num numa não ou para
pela pelo por quando que quero são se sem ser seu sua também tem um uma você entender melhor curso
che chi ci con da dal dei del della di e gli ho il io la le lo ma mi mio nel non per più vorrei voglio se si sono su
un una imparare capire corso
please thanks thank thankful thx honestly general generally kindly hello hi dear
greetings regards grateful appreciate sorry
bitte ehrlich gesagt überhaupt danke vielen dank hallo gerne gern
liebe lieber grüße gruß freundlichen freundliche herzlichen dankbar
merci honnêtement bonjour salut s'il plaît svp d'avance cordialement remercie
favor sinceramente además gracias hola saludos gustaría agradezco agradecido agradecida
obrigado obrigada olá gostaria grazie ciao salve piacerebbe cortesemente
"""
STOP_WORDS = frozenset(_LITTLE.split())


def tokens(text: str) -> list[str]:
    """The words of `text` that may tell it from others; in scripts without spaces, runs of letters."""
    plain = unicodedata.normalize("NFKC", _MARK.sub(" ", text)).casefold()
    return [
        word for word in _WORD.findall(plain) if word not in STOP_WORDS and (len(word) > 1 or _UNSPACED.match(word))
    ]


def stem(word: str) -> str:
    """The beginning that a word's forms share, roughly: enough to see that "samples" and "sampling" belong together."""
    return word if len(word) < 6 or _UNSPACED.match(word) else word[: max(5, len(word) - 3)]
