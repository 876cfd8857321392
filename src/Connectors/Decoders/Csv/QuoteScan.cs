namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>How the quotes of a line stand (RFC 4180, nothing recovered).</summary>
internal enum QuoteState
{
    /// <summary>Every quoted field is closed.</summary>
    Closed,

    /// <summary>The line ends inside a quoted field.</summary>
    Open,

    /// <summary>A quote inside an unquoted field, or text after a closing quote.</summary>
    Stray,
}

/// <summary>Walks the quotes and separators of one line.</summary>
internal readonly struct QuoteScan(byte separator, byte quote)
{
    /// <summary>Adds the separators found to <paramref name="separators"/>. <paramref name="open"/>: the line begins inside a quoted field.</summary>
    public QuoteState Walk(ReadOnlySpan<byte> line, bool open, ref int separators)
    {
        int i = 0;
        while (true)
        {
            if (open)
            {
                int close = line[i..].IndexOf(quote);
                if (close < 0)
                {
                    return QuoteState.Open;
                }

                i += close + 1;
                if (i == line.Length)
                {
                    return QuoteState.Closed;
                }

                if (line[i] == quote)
                {
                    i++;
                    continue;
                }

                if (line[i] != separator)
                {
                    return QuoteState.Stray;
                }

                open = false;
                separators++;
                i++;
            }

            if (i == line.Length)
            {
                return QuoteState.Closed;
            }

            if (line[i] == quote)
            {
                open = true;
                i++;
                continue;
            }

            int next = line[i..].IndexOfAny(separator, quote);
            if (next < 0)
            {
                return QuoteState.Closed;
            }

            i += next;
            if (line[i] == quote)
            {
                return QuoteState.Stray;
            }

            separators++;
            i++;
        }
    }
}
