#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""build-characters.py UNIHAN-FOLDER OUTPUT

What a character sounds and looks like, from Debian's unicode-data (Unihan), as one table that the checker maps:
readings with tone, how near two syllables are (a slip of the tongue, of a dialect, of one key), and for each character
the characters that look like it. Native byte order: the table is built on the machine it is built for."""
import bz2
import collections
import functools
import re
import struct
import sys
import unicodedata

FIRST, LAST = 0x3400, 0x9FFF
MAX_READINGS = 6
MAX_SHAPES = 40
SHAPE_FLOOR = 0.4
TONES = {'\u0304': 1, '\u0301': 2, '\u030c': 3, '\u0300': 4}
INITIALS = 'zh ch sh b p m f d t n l g k h j q x r z c s y w'.split()


def both_ways(pairs):
    return {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}


def parse(text):
    return [tuple(pair.split('/')) for pair in text.split()]


# Initials and finals that dialects mix up, and those that learners do.
DIALECT_INITIALS = both_ways(parse('z/zh c/ch s/sh n/l f/h l/r'))
LEARNER_INITIALS = both_ways(parse('b/p d/t g/k j/q zh/ch z/c q/x j/x zh/j sh/x ch/q c/s h/k m/n r/y ch/sh zh/sh'))
NEAR_FINALS = both_ways(parse('an/ang en/eng in/ing ian/iang uan/uang ong/eng o/uo un/uan ei/ui ie/ue u/v ian/uan '
                              'in/un iu/ou e/uo ian/an ou/uo i/v ing/iong ei/ai en/un iang/ang'))


def read_unihan(folder, name, keys):
    found = {key: {} for key in keys}
    with bz2.open(f'{folder}/Unihan_{name}.txt.bz2', 'rt', encoding='utf-8') as lines:
        for line in lines:
            code, key, value = line.split('\t', 2) if line[0] == 'U' else ('', '', '')
            if key in found:
                found[key][int(code[2:], 16)] = value.rstrip('\n')
    return found


def split_tone(pinyin):
    tone, letters = 0, ''
    for char in unicodedata.normalize('NFD', pinyin.strip()):
        if char in TONES:
            tone = TONES[char]
        elif char == '\u0308':
            letters = letters[:-1] + 'v'
        elif char.isascii() and char.isalpha():
            letters += char
    return letters, tone


def collect_readings(source):
    readings = collections.defaultdict(list)

    def add(code, pinyin):
        reading = split_tone(pinyin)
        if reading[0] and reading not in readings[code]:
            readings[code].append(reading)

    for code, value in source['kMandarin'].items():
        for pinyin in value.split():
            add(code, pinyin)
    for code, value in source['kHanyuPinlu'].items():
        for item in value.split():
            add(code, re.match(r'(.+)\(', item)[1])
    for key in ('kXHC1983', 'kTGHZ2013'):
        for code, value in source[key].items():
            for item in value.split():
                for pinyin in item.split(':')[1].split(','):
                    add(code, pinyin)
    return readings


@functools.cache
def split_initial(syllable):
    for initial in INITIALS:
        if syllable.startswith(initial):
            return initial, syllable[len(initial):]
    return '', syllable


def one_key_apart(a, b):
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b)) == 1
    if abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    return any(short == long[:i] + long[i + 1:] for i in range(len(long)))


def nearness(a, b):
    if a == b:
        return 1.0
    (a_initial, a_final), (b_initial, b_final) = split_initial(a), split_initial(b)
    initials, finals = (a_initial, b_initial), (a_final, b_final)
    if a_final == b_final and initials in DIALECT_INITIALS:
        return 0.7
    if a_initial == b_initial and finals in NEAR_FINALS:
        return 0.6
    if initials in DIALECT_INITIALS and finals in NEAR_FINALS:
        return 0.4
    if a_final == b_final and initials in LEARNER_INITIALS:
        return 0.35
    return 0.2 if one_key_apart(a, b) else 0.0


class Shapes:
    """Look-alikes. A pair is compared once, for both, and only where it can still be alike enough."""

    def __init__(self, codes, common, likeness, strokes):
        first = lambda text: text.split()[0] if text else ''
        self.cangjie = {c: first(likeness['kCangjie'].get(c, '')) for c in codes}
        self.corners = {c: first(likeness['kFourCornerCode'].get(c, ''))[:4] for c in codes}
        self.phonetic = {c: {x.strip('*x+') for x in likeness['kPhonetic'].get(c, '').split()} for c in codes}
        self.strokes = {c: int(first(strokes.get(c, '0'))) for c in codes}
        self.by_key = collections.defaultdict(set)
        for c in common.intersection(codes):
            for key in self.keys(c):
                self.by_key[key].add(c)
        self.letters = {c: self.count_letters(self.cangjie[c]) for c in codes}
        self.found = {c: [] for c in codes}
        for c in codes:
            self.compare(c, common)

    @staticmethod
    def count_letters(parts):
        """A bit for each letter, its second, third … time: common bits are common letters."""
        return sum(1 << (ord(part) - 0x40) * 8 + parts[:k].count(part) for k, part in enumerate(parts))

    def keys(self, c):
        """The drawers in which a look-alike of c can lie."""
        parts = self.cangjie[c]
        keys = [parts[k:k + 2] for k in range(len(parts) - 1)]
        keys += ['^' + parts[0] + parts[-1]] if len(parts) >= 3 else ['s' + part for part in parts]
        keys += ['p' + x for x in self.phonetic[c]]
        return keys + (['f' + self.corners[c]] if self.corners[c] else [])

    def compare(self, a, common):
        """Finds those that look like a; what is before a among the common ones has found a already."""
        x, a_corners, a_strokes = self.cangjie[a], self.corners[a], self.strokes[a]
        kin = set().union(*(self.by_key['p' + key] for key in self.phonetic[a]))
        bits = dict.fromkeys(x, 0)
        for k, part in enumerate(x):
            bits[part] |= 1 << k
        whole, one_way, letters = (1 << len(x)) - 1, a not in common, self.letters[a]
        for b in set().union(*(self.by_key[key] for key in self.keys(a))):
            if b == a or (b < a and not one_way):
                continue
            y, b_corners = self.cangjie[b], self.corners[b]
            shared = (letters & self.letters[b]).bit_count()
            most = 2 * shared / (len(x) + len(y)) if x and y else 0.0
            same_corners = -1
            if a_corners and b_corners:
                (p, q, r, s), (t, u, v, w) = a_corners, b_corners
                same_corners = (p == t) + (q == u) + (r == v) + (s == w)
                most = 0.6 * most + 0.1 * same_corners
            penalty = 0.04 * max(0, abs(a_strokes - self.strokes[b]) - 1)
            if (max(most, 0.5) + 0.15 if b in kin else most) - penalty < SHAPE_FLOOR - 1e-6:
                continue
            score = 0.0
            if x and y:
                # The longest common subsequence: a bit that is left standing is a letter that found no partner.
                left = whole
                for part in y:
                    hit = left & bits.get(part, 0)
                    left = ((left + hit) | (left - hit)) & whole
                score = 2 * (len(x) - left.bit_count()) / (len(x) + len(y))
                if len(x) <= 2 and len(y) <= 2 and x != y:
                    score *= 0.8
            if same_corners >= 0:
                score = 0.6 * score + 0.1 * same_corners
            if b in kin:
                score = max(score, 0.5) + 0.15
            score -= penalty
            if score >= SHAPE_FLOOR:
                self.found[a].append((score, b))
                if not one_way:
                    self.found[b].append((score, a))

    def neighbours(self, a):
        ranked = sorted(self.found[a], reverse=True)[:MAX_SHAPES]
        return sorted((b, min(1.0, s)) for s, b in ranked)


def main(folder, output):
    sounds = read_unihan(folder, 'Readings', ['kMandarin', 'kHanyuPinlu', 'kXHC1983', 'kTGHZ2013'])
    likeness = read_unihan(folder, 'DictionaryLikeData', ['kCangjie', 'kFourCornerCode', 'kPhonetic'])
    strokes = read_unihan(folder, 'IRGSources', ['kTotalStrokes'])['kTotalStrokes']
    readings = collect_readings(sounds)
    common = {c for c in sounds['kTGHZ2013'] if FIRST <= c <= LAST}
    codes = sorted(c for c in common | sounds['kXHC1983'].keys() | sounds['kHanyuPinlu'].keys()
                   if FIRST <= c <= LAST and readings[c])
    syllables = sorted({s for c in codes for s, _ in readings[c]})
    number = {s: i for i, s in enumerate(syllables)}
    shapes = Shapes(codes, common, likeness, strokes)
    dense = [0] * (LAST - FIRST + 1)
    records, offsets, entries = bytearray(), [0], bytearray()
    for i, c in enumerate(codes):
        dense[c - FIRST] = i + 1
        own = [number[s] << 3 | tone for s, tone in readings[c]][:MAX_READINGS]
        records += struct.pack('=HBB6H', c, len(own), min(255, shapes.strokes[c]), *(own + [0] * (MAX_READINGS - len(own))))
        for other, score in shapes.neighbours(c):
            entries += struct.pack('=HBB', other, round(score * 250), 0)
        offsets.append(len(entries) // 4)
    with open(output, 'wb') as out:
        out.write(struct.pack('=4I', 0x31484347, len(syllables), len(codes), len(entries) // 4))
        out.write(struct.pack(f'={len(dense)}H', *dense))
        out.write(records)
        out.write(struct.pack(f'={len(offsets)}I', *offsets))
        out.write(entries)
        out.write(b''.join(s.encode().ljust(8, b'\0') for s in syllables))
        out.write(bytes(round(nearness(a, b) * 100) for a in syllables for b in syllables))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
