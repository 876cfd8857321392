using System.Globalization;

namespace CreditHub.Benchmarks;

/// <summary>What to measure. <see cref="Rows"/>: penalties in the file, default 200,000 (sources: 100,000). <see cref="Check"/>: only normalising and checking, without a database. <see cref="Deliver"/>: only delivery of what is stored already. <see cref="Sources"/>: every way in, with the memory it takes.</summary>
internal sealed record BenchOptions(int Rows, int Rounds, bool Json, bool Check, bool Deliver, bool Sources, string? Problem)
{
    public const string Usage = "usage: ./credithub bench [--rows N] [--rounds N] [--json] | --check [--json] | --deliver [--rows N] [--json] | --sources [--rows N] [--json]";

    public static BenchOptions Parse(string[] words)
    {
        var options = new BenchOptions(words.Contains("--sources") ? 100_000 : 200_000, 1, false, false, false, false, null);
        for (int i = 0; i < words.Length; i++)
        {
            options = (words[i], i + 1 < words.Length ? words[i + 1] : "") switch
            {
                ("--json", _) => options with { Json = true },
                ("--check", _) => options with { Check = true },
                ("--deliver", _) => options with { Deliver = true },
                ("--sources", _) => options with { Sources = true },
                ("--rows", var n) when int.TryParse(n, CultureInfo.InvariantCulture, out int rows) && rows is >= 1000 and <= 20_000_000 => Next(options with { Rows = rows }),
                ("--rounds", var n) when int.TryParse(n, CultureInfo.InvariantCulture, out int rounds) && rounds is >= 1 and <= 50 => Next(options with { Rounds = rounds }),
                var (word, _) => options with { Problem = $"{word}: {Usage}" },
            };

            BenchOptions Next(BenchOptions read)
            {
                i++;
                return read;
            }
        }

        return options;
    }
}
