namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Finds the name somebody probably meant.</summary>
internal static class NearestName
{
    private const int LongestName = 100;

    /// <summary>The nearest of <paramref name="names"/> within a third of the word's length (at least 2 changes), letter case aside; null when none is near.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        if (word.Length is 0 or > LongestName)
        {
            return null;
        }

        string? best = null;
        int least = Math.Max(2, word.Length / 3) + 1;
        foreach (string name in names.Where(name => name.Length <= LongestName))
        {
            int distance = Distance(word.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < least && distance < Math.Max(word.Length, name.Length))
            {
                (best, least) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
