namespace CreditHub.Demo;

/// <summary>What the caller asked for.</summary>
internal sealed record DemoOptions(bool Keep, bool Json)
{
    public const string Help = """
        ./credithub demo [--keep] [--json]

        A complete trial on this machine: a private database, simulated suppliers and platforms, every connector once, then a summary.
        Run it again and nothing is doubled. Everything is kept under data/demo; delete that directory to begin anew.

          --keep   leave the worker, suppliers and platforms running, with the admin page, until Ctrl-C
          --json   the summary as JSON
        """;

    /// <summary>Null when a word is not understood.</summary>
    public static DemoOptions? Parse(string[] words) =>
        words.All(w => w is "--keep" or "--json") ? new(words.Contains("--keep"), words.Contains("--json")) : null;
}
