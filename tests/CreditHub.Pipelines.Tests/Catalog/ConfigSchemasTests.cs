using System.Text.Json;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Catalog;

public sealed class ConfigSchemasTests
{
    private static readonly IReadOnlyDictionary<string, string> Schemas = ConfigSchemas.Compose(FakeKinds.All);

    [Fact]
    public void There_is_one_for_each_kind_of_file() => Assert.Equal(
        ["calendar.schema.json", "codeset.schema.json", "connector.schema.json", "dataset.schema.json", "forbidden.schema.json", "override.schema.json", "platform.schema.json"], Schemas.Keys);

    [Fact]
    public void Every_key_is_explained()
    {
        foreach (var (name, text) in Schemas)
        {
            using var schema = JsonDocument.Parse(text);
            Assert.Equal([], Unexplained(schema.RootElement, name));
        }
    }

    [Fact]
    public void A_source_offers_the_settings_of_each_kind_under_its_name()
    {
        using var schema = JsonDocument.Parse(Schemas["connector.schema.json"]);

        var kinds = schema.RootElement.GetProperty("properties").GetProperty("source").GetProperty("anyOf").EnumerateArray().ToList();

        Assert.Equal(["DatabaseQuery", "DatabaseTable", "FileDrop", "Rest"], kinds.Select(kind => kind.GetProperty("properties").GetProperty("kind").GetProperty("const").GetString()));
        Assert.All(kinds, kind => Assert.Contains("kind", kind.GetProperty("required").EnumerateArray().Select(key => key.GetString())));
        Assert.All(kinds, kind => Assert.True(kind.GetProperty("properties").TryGetProperty("wrong", out _)));
    }

    [Fact]
    public void Writing_into_a_new_folder_gives_the_same_bytes_each_time()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("schema-").FullName, "new");
        ConfigSchemas.WriteAll(folder, FakeKinds.All);
        ConfigSchemas.WriteAll(folder, FakeKinds.All);

        Assert.All(Schemas, schema => Assert.Equal(schema.Value, File.ReadAllText(Path.Combine(folder, schema.Key))));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    private static IEnumerable<string> Unexplained(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (!property.Value.TryGetProperty("description", out var about) || about.GetString()!.Length < 3)
            {
                yield return $"{path}.{property.Name}";
            }

            foreach (string inner in Unexplained(property.Value, $"{path}.{property.Name}"))
            {
                yield return inner;
            }
        }
    }
}
