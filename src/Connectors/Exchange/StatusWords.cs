using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Exchange;

/// <summary>A platform's own words for what became of a record. A word nobody explained means nothing: the record stays without an answer.</summary>
internal sealed class StatusWords(IReadOnlyDictionary<string, RecordStatus> words)
{
    /// <summary>The words of the reference protocol.</summary>
    public static IReadOnlyDictionary<string, RecordStatus> Protocol { get; } = new Dictionary<string, RecordStatus>(StringComparer.Ordinal)
    {
        ["ACCEPTED"] = RecordStatus.Accepted,
        ["DUPLICATE"] = RecordStatus.Accepted,
        ["STALE"] = RecordStatus.Stale,
        ["REJECTED"] = RecordStatus.Rejected,
        ["PENDING"] = RecordStatus.Pending,
    };

    public RecordStatus? Find(string word) => words.TryGetValue(word, out var status) ? status : null;

    /// <summary>Reads a map from the platform's word to one of the protocol; absent: <paramref name="fallback"/>.</summary>
    public static StatusWords Read(SettingsReader reader, string key, IReadOnlyDictionary<string, RecordStatus> fallback)
    {
        var written = reader.TextMap(key);
        var words = new Dictionary<string, RecordStatus>(StringComparer.Ordinal);
        foreach (var (word, meaning) in written)
        {
            if (Protocol.TryGetValue(meaning, out var status))
            {
                words[word] = status;
            }
            else
            {
                reader.Add(key, meaning, $"\"{word}\" is given a meaning that does not exist", "use one of: " + string.Join(", ", Protocol.Keys));
            }
        }

        if (words.Count > 0 && !words.ContainsValue(RecordStatus.Accepted))
        {
            reader.Add(key, null, "no word means ACCEPTED: nothing could ever be delivered", "name the word the platform writes for a record it took");
        }

        return new StatusWords(written.Count == 0 ? fallback : words);
    }
}
