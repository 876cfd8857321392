using System.Text.Json;

namespace CreditHub.Demo;

/// <summary>What must be the same in every demo on one data directory, so that a second one brings the same data.</summary>
internal sealed record DemoState
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The day the data is made for: the day of the first demo.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>A demo has gone through and everything agreed.</summary>
    public bool Completed { get; init; }

    /// <summary>Number of each connector's first subject.</summary>
    public Dictionary<string, int> FirstNumbers { get; init; } = [];

    /// <summary>Digest of the data each supplier served.</summary>
    public Dictionary<string, string> Fingerprints { get; init; } = [];

    public static DemoState Load(string file, TimeProvider time) => File.Exists(file)
        ? JsonSerializer.Deserialize<DemoState>(File.ReadAllBytes(file), Form)!
        : new DemoState { Today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date) };

    public void Save(string file)
    {
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(this, Form));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Suppliers whose made-up data is not what it was: the books below this directory were filled by another version of the demo.</summary>
    public IReadOnlyList<string> Changed(IReadOnlyDictionary<string, string> now) =>
        [.. now.Where(f => Fingerprints.TryGetValue(f.Key, out var before) && before != f.Value).Select(f => f.Key)];

    /// <summary>Feeds begin far apart, so that no two of them share a subject.</summary>
    public int FirstNumber(string connector)
    {
        if (!FirstNumbers.TryGetValue(connector, out int first))
        {
            FirstNumbers[connector] = first = 1 + (FirstNumbers.Count * 50_000);
        }

        return first;
    }
}
