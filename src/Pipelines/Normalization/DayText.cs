using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Days as numbers yyyymmdd and as text YYYY/MM/DD. Reads the forms the catalog names and no other; a day is never made from an instant, so
/// no time zone can move it. Pure, allocation-free.
/// </summary>
internal static class DayText
{
    /// <summary>Length of the canonical form.</summary>
    public const int Length = 10;

    private static ReadOnlySpan<byte> Year => "年"u8;

    private static ReadOnlySpan<byte> Month => "月"u8;

    private static ReadOnlySpan<byte> Day => "日"u8;

    /// <summary>Number of a canonical text; 0 when it is absent or in another form.</summary>
    public static int Number(ReadOnlySpan<byte> canonical)
    {
        if (canonical.Length != Length || canonical[4] != '/' || canonical[7] != '/')
        {
            return 0;
        }

        int number = 0;
        for (int i = 0; i < Length; i++)
        {
            int digit = canonical[i] - '0';
            if ((uint)digit <= 9)
            {
                number = (number * 10) + digit;
            }
            else if (i is not (4 or 7))
            {
                return 0;
            }
        }

        return number;
    }

    /// <summary>Number of a day.</summary>
    public static int Number(DateOnly day) => (day.Year * 10000) + (day.Month * 100) + day.Day;

    /// <summary>The day of a number that <see cref="IsReal"/>.</summary>
    public static DateOnly ToDay(int number) => new(number / 10000, number / 100 % 100, number % 100);

    /// <summary>Writes YYYY/MM/DD into ten bytes.</summary>
    public static void Write(int number, Span<byte> target)
    {
        Digits.Write(target[..4], number / 10000);
        target[4] = (byte)'/';
        Digits.Write(target.Slice(5, 2), number / 100 % 100);
        target[7] = (byte)'/';
        Digits.Write(target.Slice(8, 2), number % 100);
    }

    /// <summary>Whether the calendar has that day, from year 1.</summary>
    public static bool IsReal(int number)
    {
        int year = number / 10000;
        int month = number / 100 % 100;
        int day = number % 100;
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1
            && (day <= 28 || day <= DateTime.DaysInMonth(year, month));
    }

    /// <summary>Reads a cleaned text.</summary>
    public static DayReading Read(ReadOnlySpan<byte> text)
    {
        if (Digits.All(text))
        {
            return ReadDigits(text);
        }

        // A number out of a spreadsheet: a serial with the time of day as its fraction, or 20260203.0
        int dot = text.IndexOf((byte)'.');
        if (dot is 5 or 8 && Digits.All(text[..dot]) && Digits.All(text[(dot + 1)..]))
        {
            return dot == 5 ? ReadSerial(text[..5]) : text[9..].IndexOfAnyExcept((byte)'0') < 0 ? ReadDigits(text[..8]) : new(DayProblem.Unknown, 0);
        }

        if (text.Length < 8 || !Digits.All(text[..4]))
        {
            return new(IsDayFirst(text) ? DayProblem.Ambiguous : DayProblem.Unknown, 0);
        }

        return ReadParts(text);
    }

    private static DayReading ReadDigits(ReadOnlySpan<byte> text) => text.Length switch
    {
        8 => Check(Digits.Read(text)),
        14 => IsTime(Digits.Read(text.Slice(8, 2)), Digits.Read(text.Slice(10, 2)), Digits.Read(text[12..]))
            ? Check(Digits.Read(text[..8]))
            : new(DayProblem.Unknown, 0),
        5 => CouldBeMonth(Digits.Read(text)) ? new(DayProblem.Ambiguous, 0) : ReadSerial(text),
        6 => new(DayProblem.Ambiguous, 0),
        _ => new(DayProblem.Unknown, 0),
    };

    /// <summary>
    /// Spreadsheet day number of the 1900 system. Five digits only: they lie after the day 1900-02-29 that spreadsheets invent (number 60), so counting from
    /// 1899-12-30 is right; shorter ones could be years.
    /// </summary>
    private static DayReading ReadSerial(ReadOnlySpan<byte> text)
    {
        int serial = Digits.Read(text);
        return serial is >= 10000 and <= 73050
            ? new(DayProblem.None, Number(new DateOnly(1899, 12, 30).AddDays(serial))) { Serial = true }
            : new(DayProblem.Unknown, 0);
    }

    /// <summary>20261 may be January 2026 without its zero as well as the serial of a day in 1955; a serial written as a decimal is none.</summary>
    private static bool CouldBeMonth(int number) => number is > 19000 and < 21000 && number % 10 > 0;

    private static DayReading ReadParts(ReadOnlySpan<byte> text)
    {
        int year = Digits.Read(text[..4]);
        var rest = text[4..];
        bool chinese = rest.StartsWith(Year);
        byte separator = rest[0];
        if (!chinese && separator is not ((byte)'/' or (byte)'-' or (byte)'.'))
        {
            return new(DayProblem.Unknown, 0);
        }

        rest = rest[(chinese ? Year.Length : 1)..];
        int month = TakeNumber(ref rest);
        bool parted = chinese ? rest.StartsWith(Month) : !rest.IsEmpty && rest[0] == separator;
        if (month < 0 || !parted)
        {
            return new(DayProblem.Unknown, 0);
        }

        rest = rest[(chinese ? Month.Length : 1)..];
        int day = TakeNumber(ref rest);
        if (day < 0 || (chinese && !rest.StartsWith(Day)))
        {
            return new(DayProblem.Unknown, 0);
        }

        var problem = TimeProblem(chinese ? rest[Day.Length..] : rest);
        return problem == DayProblem.None ? Check((year * 10000) + (month * 100) + day) : new(problem, 0);
    }

    /// <summary>One or two digits; -1 when there is none.</summary>
    private static int TakeNumber(ref ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < 2 && length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            length++;
        }

        int number = Digits.Read(text[..length]);
        text = text[length..];
        return number;
    }

    /// <summary>The rest must be empty or a time of day without a zone; the time is dropped.</summary>
    private static DayProblem TimeProblem(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return DayProblem.None;
        }

        if (rest[0] is not ((byte)' ' or (byte)'T'))
        {
            return DayProblem.Unknown;
        }

        rest = rest[1..].TrimStart((byte)' ');
        int hour = TakeNumber(ref rest);
        int minute = TakeAfter(ref rest, (byte)':');
        int second = rest.IsEmpty ? 0 : TakeAfter(ref rest, (byte)':');
        if (!IsTime(hour, minute, second))
        {
            return DayProblem.Unknown;
        }

        if (rest.Length > 1 && rest[0] == '.')
        {
            int end = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return rest.IsEmpty ? DayProblem.None
            : rest[0] is (byte)'Z' or (byte)'z' or (byte)'+' or (byte)'-' ? DayProblem.Zoned
            : DayProblem.Unknown;
    }

    private static int TakeAfter(ref ReadOnlySpan<byte> text, byte separator)
    {
        if (text.IsEmpty || text[0] != separator)
        {
            return -1;
        }

        text = text[1..];
        return TakeNumber(ref text);
    }

    private static bool IsTime(int hour, int minute, int second) => hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60;

    private static DayReading Check(int number) =>
        IsReal(number) ? new(DayProblem.None, number) : new(DayProblem.NotReal, 0) { Nothing = number is 0 or 1900_01_00 };

    /// <summary>Day or month first, such as 2/3/26: cannot be told apart.</summary>
    private static bool IsDayFirst(ReadOnlySpan<byte> text)
    {
        int first = text.IndexOfAny((byte)'/', (byte)'-', (byte)'.');
        return first is 1 or 2 && Digits.All(text[..first]);
    }
}
