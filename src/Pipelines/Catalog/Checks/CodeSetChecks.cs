using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What a code set's shape cannot say: each word must mean one code.</summary>
internal static class CodeSetChecks
{
    public static void Run(ConfigFile file, ConfigNode root)
    {
        if (root["code"] is { } code && code.Text != file.Stem)
        {
            file.Findings.Add(code, code.Text, "this is not the file's name", $"write \"{file.Stem}\" or rename the file");
        }

        var meaning = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var items = root.ItemsOf("items");
        for (int i = 0; i < items.Count; i++)
        {
            PeriodChecks.Run(items[i], file.Findings);
            IEnumerable<ConfigNode?> words = [items[i]["code"], items[i]["name"], .. items[i].ItemsOf("aliases")];
            foreach (var word in words.OfType<ConfigNode>().Where(word => word.Text.Length > 0))
            {
                string folded = NameFold.Fold(word.Text);
                var others = meaning.TryGetValue(folded, out var known) ? known : meaning[folded] = [];
                int other = others.FindIndex(item => item != i && PeriodReader.Read(items[item]).Overlaps(PeriodReader.Read(items[i])));
                if (other >= 0)
                {
                    file.Findings.Add(word, word.Text, $"the word already means item {others[other] + 1}", "each word may stand at one item only, or at several whose \"from\" and \"to\" do not overlap");
                }

                others.Add(i);
            }
        }
    }
}
