namespace CreditHub.Pipelines.Rules;

/// <summary>ASCII digits only: full-width and other scripts' digits never count.</summary>
internal static class Digits
{
    /// <summary>Not empty and nothing but 0–9.</summary>
    public static bool All(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>How many characters are 0–9.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte unit in text)
        {
            count += unit is >= (byte)'0' and <= (byte)'9' ? 1 : 0;
        }

        return count;
    }

    /// <summary>Number of at most nine digits; -1 when there is anything else.</summary>
    public static int Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > 9 || !All(text))
        {
            return -1;
        }

        int number = 0;
        foreach (byte digit in text)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    /// <summary>Writes a number right-aligned with leading zeros.</summary>
    public static void Write(Span<byte> target, int number)
    {
        for (int i = target.Length - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
