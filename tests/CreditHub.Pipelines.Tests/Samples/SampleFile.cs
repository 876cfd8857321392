using System.Text.Json;
using System.Text.Json.Serialization;
using CreditHub.Pipelines.Tests.Catalog;

namespace CreditHub.Pipelines.Tests.Samples;

/// <summary>
/// Sample rows of one dataset edition, made up on valid check characters. An invalid row is the first valid row with some columns changed
/// (null: the column is empty), so that the file shows only what is wrong with it.
/// </summary>
internal sealed record SampleFile(IReadOnlyList<ValidSample> Valid, IReadOnlyList<InvalidSample> Invalid)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ConfigCopy.Shipped)!, "tests", "CreditHub.Pipelines.Tests", "Samples");

    /// <summary>Code and edition of every file there is.</summary>
    public static IReadOnlySet<(string Code, string Edition)> All { get; } = Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
        .Select(file => (Path.GetFileNameWithoutExtension(file), Path.GetFileName(Path.GetDirectoryName(file))!)).ToHashSet();

    public static SampleFile Read(string code, string edition) =>
        JsonSerializer.Deserialize<SampleFile>(File.ReadAllText(Path.Combine(Folder, edition, code + ".json")), Format)!;

    /// <summary>The whole row of an invalid sample.</summary>
    public IReadOnlyDictionary<string, string?> RowOf(InvalidSample sample)
    {
        var row = new Dictionary<string, string?>(Valid[0].Row);
        foreach (var (column, value) in sample.Change)
        {
            row[column] = value;
        }

        return row;
    }
}
