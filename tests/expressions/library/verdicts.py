"""What kro's own CEL says of expressions over `VARIABLES`: each of these lines was put to it."""

from typing import Any

from typekro.expressions.library import Schema

ANYTHING: Schema = {"x-kubernetes-int-or-string": True}
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def mapped(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def thing(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


FIELDS: dict[str, Any] = {
    "name": TEXT,
    "namespace": TEXT,
    "n": NUMBER,
    "f": {"type": "number"},
    "b": {"type": "boolean"},
    "by": {"type": "string", "format": "byte"},
    "ts": {"type": "string", "format": "date-time"},
    "du": {"type": "string", "format": "duration"},
    "ls": listed(TEXT),
    "li": listed(NUMBER),
    "ll": listed(listed(TEXT)),
    "lm": listed(mapped(TEXT)),
    "ms": mapped(TEXT),
    "mi": mapped(NUMBER),
    "ml": mapped(listed(TEXT)),
    "o": thing(a=TEXT, b=NUMBER),
    "o2": thing(a=TEXT, b=NUMBER),
    "lo": listed(thing(a=TEXT, n=NUMBER)),
    "mo": mapped(thing(a=TEXT)),
    "any": {"x-kubernetes-preserve-unknown-fields": True},
    "obj": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    "objk": {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"k": NUMBER}},
    "nothing": {},
    "my-field": TEXT,
    "a.b": TEXT,
    "ios": ANYTHING,
    "bare": {"type": "object"},
    "apt": {"type": "object", "additionalProperties": True},
    "$x": TEXT,
    "_u": TEXT,
    "a_b": mapped(TEXT),
    "true": TEXT,
    "in": TEXT,
}
VARIABLES: dict[str, Schema] = {"d": ANYTHING, "s": thing(**FIELDS), "t": thing(**FIELDS), "sl": listed(thing(**FIELDS))}

ACCEPTED = r"""
{'a':1}.merge({'b':2}) => map(string, int)
json.unmarshal('a').b.c => dyn
d.merge({}) => map(dyn, dyn)
{'a':1}.transformMapEntry(k,v,{v:k}) => map(int, string)
{'a':1}.transformMap(k,v,v>1,v) => map(string, int)
json.encode(1) => string
optional.unwrap([optional.of(1)]) => list(int)
[optional.of(1)].unwrapOpt() => list(int)
timestamp(1) => timestamp
string(timestamp(1)) => string
bool('true') => bool
int(timestamp(1)) => int
optional.of(1).or(optional.of(2)) => optional_type(int)
optional.of(1).value() => int
optional.of(1).hasValue() => bool
[?optional.of(1)] => list(int)
cel.bind(x,1,x) => int
optional.none().orValue('a') => string
[optional.none(), 1] => list(dyn)
d.x.?y.z.orValue(2) => dyn
'a' < 'b' => bool
s.name => string
true ? s.o : s.o => s.o
s.lo + s.lo => list(s.lo[])
s.lo.map(x, x.a) => list(string)
s.lo.filter(x, x.n > 1) => list(s.lo[])
s.lo.filter(x, x.n > 1)[0].a => string
s.lo[0] => s.lo[]
s.ll => list(list(string))
s.?ll => optional_type(list(list(string)))
s.?ml[?'a'][?0] => optional_type(string)
s.?ll[?0].orValue([]) => list(string)
s.?ll.optMap(v, v[0]).orValue([]) => list(string)
s.?ll.optFlatMap(v, v[?0]) => optional_type(list(string))
s.ll[0] => list(string)
s.ll[0][0] => string
s.ll.map(x, x[0]) => list(string)
s.lm => list(map(string, string))
s.lm[0]['a'] => string
s.lm[0].a => string
s.ml => map(string, list(string))
s.ml['a'][0] => string
s.ml.a => list(string)
s.ll.flatten() => list(string)
s.obj => s.obj
s.obj.foo => dyn
s.obj.foo.bar => dyn
s.objk.k => int
s.objk.z => dyn
has(s.obj.zz) => bool
s.?obj.?zz => optional_type(dyn)
s.my__dash__field => string
s.a__dot__b => string
s.ios => dyn
s.ios + 1 => int
s.ios == 'a' => bool
s.bare => s.bare
s.apt => s.apt
s._u => string
s.a_b => map(string, string)
s.a_b.x => string
s.__true__ => string
s.namespace => string
s.__namespace__ => string
s.__in__ => string
s.mo.x.a => string
s.mo.transformList(k, v, k + v.a) => list(string)
s.mo.transformMap(k, v, v.a) => map(string, string)
s.ms.transformMapEntry(k, v, {v: k}) => map(string, string)
s.ms.map(k, k) => list(string)
s.ms.all(k, v, v == 'a') => bool
s.ms.exists_one(k, v, v == 'a') => bool
s.ms.exists_one(k, k == 'a') => bool
s.ms.merge(s.ms) => map(string, string)
s.ms.merge({'a': 'b'}) => map(string, string)
s.ms.merge({}) => map(string, string)
{}.merge(s.ms) => map(string, string)
d.deepMerge({}) => dyn
s.o.deepMerge(s.o2) => dyn
s.by => bytes
s.by + b'a' => bytes
string(s.by) => string
base64.encode(s.by) => string
s.ts => timestamp
s.ts == null => bool
s.ts > timestamp('2020-01-01T00:00:00Z') => bool
s.ts - s.ts => duration
s.du => duration
s.o == null => bool
double(s.n) / 2.0 => double
s.n / 2 => int
s.b || has(s.name) => bool
!s.b => bool
-s.n => int
-s.f => double
s.n in s.li => bool
s.name in s.ls => bool
s.name in s.ms => bool
size(s.ls) => int
s.ls.size() => int
s.name.size() => int
s.ls.join() => string
s.ls.join(',') => string
s.li.sum() => int
s.li.max() => int
s.ls.min() => string
s.ls.isSorted() => bool
s.ls.sort() => list(string)
s.lo.sortBy(x, x.n) => list(s.lo[])
s.ls.distinct() => list(string)
s.ls.indexOf('a') => int
s.ls.lastIndexOf('a') => int
s.name.indexOf('a') => int
s.ls.slice(0, 1) => list(string)
s.ls.first() => optional_type(string)
s.ls.last().orValue('a') => string
s.ls.reverse() => list(string)
s.name.reverse() => string
s.?name => optional_type(string)
s.?name.orValue('x') => string
s.?o.?a => optional_type(string)
s.?o.a => optional_type(string)
s.?lo[0].?a.orValue('') => string
s.?lo[?0].?a.orValue('') => string
s.ls[?0] => optional_type(string)
s.ms[?'a'].orValue('') => string
s.?ms['a'] => optional_type(string)
optional.of(s.name).optMap(x, x + 'a') => optional_type(string)
optional.of(s.name).optFlatMap(x, optional.of(1)) => optional_type(int)
optional.none() => optional_type(dyn)
optional.ofNonZeroValue(s.n) => optional_type(int)
[?s.?name] => list(string)
{?'a': s.?name} => map(string, string)
{'a': s.name, 'b': s.n} => map(string, dyn)
{'a': s.name, 'b': 'c'} => map(string, string)
[s.name, s.n] => list(dyn)
[s.o, s.o2] => list(dyn)
[s.o] => list(s.o)
{'a': s.o} => map(string, s.o)
quantity('1').add(quantity('2')).asInteger() => int
quantity('1').sub(1).isGreaterThan(quantity('1')) => bool
quantity('1').compareTo(quantity('2')) => int
sign(quantity('1')) => int
isQuantity('a') => bool
url('http://a').getHost() => string
url('http://a').getQuery() => map(string, list(string))
url('http://a').getQuery()['a'][0] => string
isURL('a') => bool
ip('1.2.3.4').family() => int
ip.isCanonical('1.2.3.4') => bool
isIP('a') => bool
cidr('1.2.3.4/8').containsIP('1.2.3.4') => bool
cidr('1.2.3.4/8').containsIP(ip('1.2.3.4')) => bool
cidr('1.2.3.4/8').ip() => net.IP
cidr('1.2.3.4/8').masked().prefixLength() => int
string(ip('1.2.3.4')) => string
string(cidr('1.2.3.4/8')) => string
isCIDR('a') => bool
semver('1.2.3').major() => int
isSemver('a') => bool
semver('1.2.3').isLessThan(semver('1.2.4')) => bool
'a'.find('b') => string
'a'.findAll('b') => list(string)
'a'.findAll('b', 1) => list(string)
random.seededString(5, s.name) => string
random.seededInt(1, 2, 'a') => int
json.marshal(s) => string
json.marshal(s.ls) => string
json.marshal({'a': 1}) => string
json.unmarshal('{}').a.b => dyn
hash.sha256('a') => bytes
base64.encode(hash.sha256('a')) => string
base64.encode(bytes('a')) => string
base64.decode('a') => bytes
lists.setAtIndex(s.ls, 0, 'a') => list(string)
lists.insertAtIndex(s.ls, 0, 'a') => list(string)
lists.removeAtIndex(s.ls, 0) => list(string)
lists.range(3) => list(int)
omit() => dyn
true ? omit() : 'a' => dyn
runtime => kro.run.Runtime
runtime.newCondition({type: 'a', status: 'True'}) => kro.run.Condition
runtime.newCondition({type: 'a', status: 'True', reason: 'x', message: s.name}) => kro.run.Condition
runtime.newCondition({type: 'a', status: 1}) => kro.run.Condition
runtime.newCondition({type: 'a', status: true ? 'True' : 'False'}) => kro.run.Condition
runtime.condition(s, 'Ready') => kro.run.Condition
runtime.condition(s, 'Ready').status == 'True' => bool
sl.map(x, runtime.newCondition({type: x.name, status: 'True'})) => list(kro.run.Condition)
sl => list(sl[])
sl.map(x, x.o.a) => list(string)
sl.all(x, x.b) => bool
sl.exists(i, x, x.b) => bool
sl[0].o => sl[].o
sl.filter(x, x.b).map(x, x.o) => list(sl[].o)
cel.bind(a, s.o, a.b + 1) => int
cel.bind(a, s.ls, a.map(x, x + s.name)).join(',') => string
has(s.o.a) ? s.o.a : 'x' => string
has(s.o) => bool
has(s.ms.a) => bool
s.name.startsWith('a') && s.name.contains('b') => bool
s.name.matches('a') => bool
matches(s.name, 'a') => bool
s.name.split(',')[0] => string
s.name.replace('a', 'b') => string
s.name.substring(1, 2) => string
s.name.upperAscii() => string
s.name.format(['a']) => string
'%d-%s'.format([1, 'a']) => string
strings.quote(s.name) => string
s.name.trim() => string
s.name + string(s.n) => string
s.name + string(s.b) => string
string(s.ios) => string
int(s.ios) => int
int(s.name) => int
bool(s.name) => bool
double(s.n) => double
type(s.n) == int => bool
type(s.ios) == string => bool
dyn(s.o)['a'] => dyn
dyn(s.o).zz => dyn
dyn(s.ls)[0] => dyn
[[1,2],[3]].flatten() => list(int)
[[1,2],[3]].flatten(1) => list(dyn)
[1, [2]].flatten() => list(dyn)
s.lo.existsOne(i, x, x.n == 1) => bool
s.lo.transformList(i, x, i) => list(int)
s.lo.transformList(i, x, x.n > 1, x.a) => list(string)
s.lo.transformMap(i, x, x.a) => map(int, string)
s.lo.transformMapEntry(i, x, {x.a: x.n}) => map(string, int)
s.b ? s.ios : s.name => dyn
s.b ? [] : s.ls => list(string)
s.b ? {} : s.ms => map(string, string)
s.b ? s.ls : ['a'] => list(string)
s.ls == ['a'] => bool
s.ms == {'a': 'b'} => bool
s.mi.a + s.n => int
5 % 2 => int
1u + 1u => uint
0x1F => int
1e3 => double
r'a\b' => string
b'abc' => bytes
'a' in ['a', 1] => bool
timestamp('2020-01-01T00:00:00Z').getFullYear('UTC') => int
duration('1h').getHours() => int
duration('1h') + duration('1m') => duration
s.obj == null => bool
s.ll == [['a']] => bool
s.ml == {'a': ['b']} => bool
s.ll.map(x, x.map(y, y + 'a')) => list(list(string))
s.ll.map(x, x.join(',')) => list(string)
s.ml.map(k, s.ml[k].join(',')) => list(string)
s.lm.map(x, x.a + '') => list(string)
int => type(int)
google.protobuf.Value{} => dyn
kro.run.Condition{type: 'a'} => kro.run.Condition
"""

REFUSED = r"""
runtime.x => expression of type 'kro.run.Runtime' cannot be the operand of a select operation
strings.escape('a') => unknown function 'strings.escape'
1 < 1u => found no matching overload for '<' applied to '(int, uint)'
'a'.all(x, x) => expression of type 'string' cannot be the range of a comprehension (must be list, map, or dynamic)
1.all(x,x) => expression of type 'int' cannot be the range of a comprehension (must be list, map, or dynamic)
cel.block([1],2) => unknown function 'cel.block'
cel.index(0) => unknown function 'cel.index'
dyn(1).foo() => unknown function 'foo'
foo.bar.baz => unknown identifier 'foo'
null == 1 => found no matching overload for '==' applied to '(null, int)'
s.nam => undefined field 'nam' in s; did you mean 'name'?
s.o == s.o2 => found no matching overload for '==' applied to '(s.o, s.o2)'
s.o == t.o => found no matching overload for '==' applied to '(s.o, t.o)'
true ? s.o : s.o2 => found no matching overload for '? :' applied to '(bool, s.o, s.o2)'
s.lo + t.lo => found no matching overload for '+' applied to '(list(s.lo[]), list(t.lo[]))'
s.lo.map(x, x.z) => undefined field 'z' in s.lo[]
s.ll[0].z => expression of type 'list(dyn)' cannot be the operand of a select operation
s.ml.a[0] + 1 => found no matching overload for '+' applied to '(string, int)'
s.ll[0] + [1] => found no matching overload for '+' applied to '(list(string), list(int))'
s.any => field 'any' in s cannot be read: its schema says no type that CEL has
s.obj['foo'] => found no matching overload for '[]' applied to '(s.obj, string)'
s.objk.k + 'a' => found no matching overload for '+' applied to '(int, string)'
s.nothing => field 'nothing' in s cannot be read: its schema says no type that CEL has
s['my-field'] => found no matching overload for '[]' applied to '(s, string)'
s.`my-field` => undefined field 'my-field' in s; did you mean 'my__dash__field'?
s.bare.x => undefined field 'x' in s.bare
s.apt.x => undefined field 'x' in s.apt
s.mo['x'].b => undefined field 'b' in s.mo[]
s.ms.merge(s.mi) => found no matching overload for 'merge' applied to '(map(string, string), map(string, int))'
s.o.merge({}) => found no matching overload for 'merge' applied to '(s.o, map(dyn, dyn))'
s.name == null => found no matching overload for '==' applied to '(string, null)'
s.lo == null => found no matching overload for '==' applied to '(list(s.lo[]), null)'
s.n == 1.0 => found no matching overload for '==' applied to '(int, double)'
s.f == 1 => found no matching overload for '==' applied to '(double, int)'
s.f + 1 => found no matching overload for '+' applied to '(double, int)'
s.f > 1 => found no matching overload for '>' applied to '(double, int)'
s.n > 1.0 => found no matching overload for '>' applied to '(int, double)'
s.b && s.n => found no matching overload for '&&' applied to '(bool, int)'
s.name in s.li => found no matching overload for 'in' applied to '(string, list(int))'
s.name in s.o => found no matching overload for 'in' applied to '(string, s.o)'
size(s.o) => found no matching overload for 'size' applied to '(s.o)'
s.li.join(',') => found no matching overload for 'join' applied to '(list(int), string)'
s.ls.sum() => found no matching overload for 'sum' applied to '(list(string))'
s.lo.sortBy(x, x) => found no matching overload for 'sortBy' applied to '(list(s.lo[]), list(s.lo[]))'
s.ls.indexOf(1) => found no matching overload for 'indexOf' applied to '(list(string), int)'
s.?n.orValue('x') => found no matching overload for 'orValue' applied to '(optional_type(int), string)'
quantity(s.n) => found no matching overload for 'quantity' applied to '(int)'
quantity('1').sign() => function 'sign' takes no such arguments
isSorted([1]) => function 'isSorted' takes no such arguments
semver('1.2.3', true) => function 'semver' takes no such arguments
random.seededString(s.name, 5) => found no matching overload for 'random.seededString' applied to '(string, int)'
random.seeded(1) => unknown function 'random.seeded'; did you mean 'random.seededInt'?
json.unmarshal(1) => found no matching overload for 'json.unmarshal' applied to '(int)'
hash.sha256(1) => found no matching overload for 'hash.sha256' applied to '(int)'
base64.encode('a') => found no matching overload for 'base64.encode' applied to '(string)'
lists.setAtIndex(s.ls, 0, 1) => found no matching overload for 'lists.setAtIndex' applied to '(list(string), int, int)'
omit(1) => function 'omit' takes no such arguments
runtime.newCondition({type: 'a'}) => runtime.newCondition: 'status' is required
runtime.newCondition(s.ms) => runtime.newCondition: argument must be a map literal
runtime.condition(s, 'Ready').zork => undefined field 'zork' in kro.run.Condition
has(s) => has() argument must be a field selection
has(s.ms['a']) => has() argument must be a field selection
s.name.toUpper() => unknown function 'toUpper'
s.name + s.n => found no matching overload for '+' applied to '(string, int)'
string(s.o) => found no matching overload for 'string' applied to '(s.o)'
string(s.ls) => found no matching overload for 'string' applied to '(list(string))'
int(s.b) => found no matching overload for 'int' applied to '(bool)'
[1,2].flatten() => found no matching overload for 'flatten' applied to '(list(int))'
math.max(1, 2) => unknown function 'math.max'
sets.contains([1], [1]) => unknown function 'sets.contains'; did you mean 'contains'?
proto.hasExt(s, a) => unknown identifier 'a'
s.name ? 1 : 2 => found no matching overload for '? :' applied to '(string, int, int)'
s.b ? s.n : s.f => found no matching overload for '? :' applied to '(bool, int, double)'
s.b ? s.n : s.name => found no matching overload for '? :' applied to '(bool, int, string)'
s.b ? null : s.name => found no matching overload for '? :' applied to '(bool, null, string)'
s.ls == [1] => found no matching overload for '==' applied to '(list(string), list(int))'
1 + => syntax error: mismatched input '<EOF>'
s..name => syntax error: no viable alternative at input '..'
s.name name => syntax error: extraneous input 'name'
'unterminated => syntax error: token recognition error at: ''unterminated'
s.if => undefined field 'if' in s
s.in => syntax error: no viable alternative at input '.in'
s.true => syntax error: no viable alternative at input '.true'
s.package.x => undefined field 'package' in s
if => reserved identifier: if
in => syntax error: mismatched input 'in'
namespace => reserved identifier: namespace
'a' * 2 => found no matching overload for '*' applied to '(string, int)'
5.0 % 2.0 => found no matching overload for '%' applied to '(double, double)'
1 + 1u => found no matching overload for '+' applied to '(int, uint)'
1 in [1.0] => found no matching overload for 'in' applied to '(int, list(double))'
s.obj == {} => found no matching overload for '==' applied to '(s.obj, map(dyn, dyn))'
s.obj == s.objk => found no matching overload for '==' applied to '(s.obj, s.objk)'
s.ll.map(x, x.sum()) => found no matching overload for 'sum' applied to '(list(string))'
s.lm.map(x, x.a + 1) => found no matching overload for '+' applied to '(string, int)'
string(int) => found no matching overload for 'string' applied to '(type(int))'
s{} => unknown type 's'
Condition{} => unknown type 'Condition'
"""


def lines(table: str) -> list[tuple[str, str]]:
    """The expressions of a table, each with its type, or with what is wrong."""
    return [(text, said) for text, _, said in (line.rpartition(" => ") for line in table.strip().split("\n"))]
