using System.Text;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>Splits small CSV texts (RFC 4180). Only whole lines: what stands behind the last line end is dropped, as is everything from an unclosed quote on.</summary>
internal static class CsvLines
{
    public static List<IReadOnlyList<string>> Read(string text)
    {
        var lines = new List<IReadOnlyList<string>>();
        var line = new List<string>();
        var value = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    value.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    value.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && value.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                line.Add(value.ToString().TrimEnd('\r'));
                value.Clear();
                if (c == '\n')
                {
                    lines.Add(line);
                    line = [];
                }
            }
            else
            {
                value.Append(c);
            }
        }

        return lines;
    }
}
