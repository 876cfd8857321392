using System.Buffers;
using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// A sum in Chinese numerals at the beginning of a text: 伍拾万元整, 壹佰贰拾元叁角, 五万元, 拾万. <paramref name="Fen"/>: hundredths of it. <paramref name="Length"/>:
/// bytes read, 0 = there is none. Strict: what can be read in two ways (三万五, 三千五, 二〇二六) is not read at all. Pure, allocation-free.
/// </summary>
internal readonly record struct ChineseNumber(long Fen, int Length)
{
    /// <summary>What is counted: 元, because it says so or ends in 万 or 亿 as the written form of 50万 does.</summary>
    public bool CountsYuan { get; private init; }

    /// <summary>Above 9999 and without a unit at its end: of what, nobody can tell.</summary>
    public bool LacksUnit => !CountsYuan && Fen > 9999_00;

    /// <summary>Whether the character is part of such a number.</summary>
    public static bool Holds(int character) => Digit(character) >= 0 || Small(character) > 0 || Large(character) > 0;

    /// <summary>Reads the sum; a closing 整 or 正 belongs to it.</summary>
    public static ChineseNumber Read(ReadOnlySpan<byte> utf8)
    {
        var state = new Places();
        int length = 0;
        while (state.Take(First(utf8[length..], out int read)))
        {
            length += read;
        }

        if (!state.TryEnd(out long whole, out bool large))
        {
            return default;
        }

        var rest = utf8[length..];
        int fen = 0;
        bool yuan = TakeOne(ref rest, '元') || TakeOne(ref rest, '圆') || TakeOne(ref rest, '圓');
        if (yuan)
        {
            _ = TakeOne(ref rest, '零');
            fen = TakePart(ref rest, '角') * 10;
            _ = TakeOne(ref rest, '零');
            fen += TakePart(ref rest, '分');
        }

        _ = TakeOne(ref rest, '整') || TakeOne(ref rest, '正');
        return new ChineseNumber((whole * 100) + fen, utf8.Length - rest.Length) { CountsYuan = yuan || large };
    }

    /// <summary>A digit before 角 or 分; 0 when there is none.</summary>
    private static int TakePart(ref ReadOnlySpan<byte> rest, char unit)
    {
        int digit = Digit(First(rest, out int length));
        var after = rest[length..];
        if (digit <= 0 || !TakeOne(ref after, unit))
        {
            return 0;
        }

        rest = after;
        return digit;
    }

    private static bool TakeOne(ref ReadOnlySpan<byte> rest, char character)
    {
        bool taken = First(rest, out int length) == character;
        rest = taken ? rest[length..] : rest;
        return taken;
    }

    private static int First(ReadOnlySpan<byte> text, out int length) =>
        Rune.DecodeFromUtf8(text, out var rune, out length) == OperationStatus.Done ? rune.Value : -1;

    private static int Digit(int character) => character switch
    {
        '零' or '〇' => 0,
        '一' or '壹' or '弌' => 1,
        '二' or '贰' or '貳' or '弍' or '两' or '兩' => 2,
        '三' or '叁' or '叄' or '參' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' or '陸' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };

    private static int Small(int character) => character switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        _ => 0,
    };

    private static int Large(int character) => character switch
    {
        '万' or '萬' => 1_0000,
        '亿' or '億' => 1_0000_0000,
        _ => 0,
    };

    /// <summary>The places of a number in the making: units fall within four places and from 亿 to 万; a digit without unit stands alone, after 零 or after 十.</summary>
    private ref struct Places()
    {
        private long _total;
        private int _section;
        private int _digit = -1;
        private int _small = 10_000;
        private long _large = long.MaxValue;
        private bool _zero;
        private bool _any;
        private bool _wrong;

        /// <summary>Whether the character belongs to the number; takes it.</summary>
        public bool Take(int character)
        {
            if (_wrong || !Holds(character))
            {
                return false;
            }

            _wrong = Digit(character) switch
            {
                0 => !TakeZero(),
                > 0 and var digit => !TakeDigit(digit),
                _ => Small(character) is > 0 and var unit ? !TakeSmall(unit) : !TakeLarge(Large(character)),
            };
            _any = true;
            return true;
        }

        /// <summary>The number, if it is one. <paramref name="large"/>: its last character is 万 or 亿.</summary>
        public readonly bool TryEnd(out long whole, out bool large)
        {
            whole = _total + _section + Math.Max(_digit, 0);
            large = _total > 0 && _section == 0 && _digit < 0 && !_zero;
            return _any && !_wrong && MayStandAlone(_total > 0) && !EndsInZero;
        }

        /// <summary>五百零: something was cut off.</summary>
        private readonly bool EndsInZero => _zero && _digit < 0 && (_total > 0 || _section > 0);

        private bool TakeZero()
        {
            if (_zero || _digit >= 0)
            {
                return false;
            }

            _zero = true;
            return true;
        }

        private bool TakeDigit(int digit)
        {
            if (_digit >= 0)
            {
                return false;
            }

            _digit = digit;
            return true;
        }

        private bool TakeSmall(int unit)
        {
            // 十 may begin a number without 一
            int digit = _digit < 0 && unit == 10 && _section == 0 && _total == 0 && !_zero ? 1 : _digit;
            if (digit < 0 || unit >= _small)
            {
                return false;
            }

            _section += digit * unit;
            _small = unit;
            _digit = -1;
            _zero = false;
            return true;
        }

        private bool TakeLarge(int unit)
        {
            if (unit >= _large || !MayStandAlone(afterLarge: false) || EndsInZero || _section + Math.Max(_digit, 0) == 0)
            {
                return false;
            }

            _total += (long)(_section + Math.Max(_digit, 0)) * unit;
            (_section, _digit, _small, _large, _zero) = (0, -1, 10_000, unit, false);
            return true;
        }

        /// <summary>三千五 and 三万五 can be two numbers; 三千零五, 十五 and 五 cannot.</summary>
        private readonly bool MayStandAlone(bool afterLarge) => _digit < 0 || _zero || _small == 10 || (_section == 0 && !afterLarge);
    }
}
