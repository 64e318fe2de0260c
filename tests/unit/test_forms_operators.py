"""The operators of an expression: what binds first, what turns into what, what is equal."""

import pytest

from tests.helpers.expressions import shown

VALUES = """
1 + 2 * 3 - -4 = 11
(1 + 2) * 3 = 9
10 - 2 - 3 = 5
2 - 1 + 1 = 2
16 div 4 div 2 = 2
7 mod 4 * 2 = 6
7 div 2 = 3.5
-7 mod 3 = -1
7 mod -3 = 1
7 mod 0 = NaN
(1 div 0) mod 2 = NaN
7 mod (1 div 0) = 7
1 div 0 = Infinity
-1 div 0 = -Infinity
0 div 0 = NaN
'x' div 0 = NaN
--1 = 1
- - -2 = -2
-${age} + 2 = -62
${age}-1 = 63
5-3 = 2
1 or 0 = true
0 or 0 = false
1 and 0 = false
1 and 1 = true
1 = 1 and 2 = 3 or 1 = 1 = true
0 and 0 or 1 = true
1 or 1 and 0 = true
1 = 1 = 1 = true
3 > 2 > 1 = false
1 < 2 < 3 = true
1 < 1 = false
1 <= 1 = true
2 <= 1 = false
1 > 1 = false
2 > 1 = true
1 >= 1 = true
0 >= 1 = false
1 < 'x' = false
1 >= 'x' = false
1 != 1 = false
1 != 2 = true
'a' != 'b' = true
'1' = '1.0' = false
'1.0' = 1 = true
'x' = 1 = false
'x' != 1 = true
'' = 0 = false
'' < 5 = false
0 div 0 = 0 div 0 = false
1 div 0 = 1 div 0 = true
1 div 0 = -1 div 0 = false
0.1 + 0.2 = 0.3 = true
0.000000000001 = 0 = false
0.0000000000009 = 0 = true
true() = 'x' = true
true() = 1 = true
'' = false() = true
'x' = false() = false
1 = true() = true
${empty} = '' = true
${age} = '64' = true
${n} = 4 = true
${n} = 5 = false
${n} != 4 = true
4 = ${n} = true
5 < ${n} = false
${n} < 3.6 = true
${day} = '2026-11-20' = true
${day} = today() - 1 = true
${day} < today() = true
${day} <= today() - 1 = true
'09:00' < '09:30' = true
"it's" = it's
'“”' = “”
"""
CASES = [
    (expression, value.strip())
    for expression, _sign, value in (line.rpartition(" =") for line in VALUES.strip().splitlines())
]


@pytest.mark.parametrize(("expression", "value"), CASES)
def test_value(expression: str, value: str) -> None:
    assert shown(expression) == value
