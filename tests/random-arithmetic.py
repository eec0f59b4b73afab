"""random-arithmetic.py N - prints a rules file: N random expressions, each with what python's fractions make of it."""
import random
import sys
from fractions import Fraction

OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def tree(depth):
    """An expression as text with all its brackets, and its value; ZeroDivisionError where there is none."""
    if depth == 0 or random.random() < 0.15:
        decimals = random.choice((0, 0, 1, 2, 4))
        units = random.randrange(10 ** random.choice((1, 3, 6, 12)))
        value = Fraction(units, 10**decimals)
        text = str(units).rjust(decimals + 1, "0")
        return (text[:-decimals] + "." + text[-decimals:] if decimals else text), value
    if random.random() < 0.1:
        text, value = tree(depth - 1)
        return f"-({text})", -value
    sign = random.choice("+-*/")
    (a, x), (b, y) = tree(depth - 1), tree(depth - 1)
    return f"({a} {sign} {b})", OPERATORS[sign](x, y)


def digits(value):
    """Ten decimals, half away from zero, without the zeros at the end."""
    scaled = abs(value) * 10**10
    units = int(scaled + Fraction(1, 2))
    text = str(units).rjust(11, "0")
    text = f"{text[:-10]}.{text[-10:]}".rstrip("0").rstrip(".")
    return "-" + text if value < 0 and units else text


random.seed(2026)
done = 0
while done < int(sys.argv[1]):
    try:
        text, value = tree(5)
    except ZeroDivisionError:
        continue
    done += 1
    print(f"""rule random-{done}
    states-it: x
    states-en: x
    about: x
    published: a
    value: {text}
    severity: info
    message-it: x
    message-en: x
    source: fractions of python
    example: the same
        {{"type":"x","id":"x:1"}}
        gives missing {digits(value)}
""")
