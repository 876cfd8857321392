using System.Text;
using CreditHub.Pipelines.Store.Subjects;
using CreditHub.Pipelines.Subjects;
using CreditHub.Testing.Truth;

namespace CreditHub.Pipelines.Tests.Subjects;

public sealed class SightingReaderTests
{
    public static readonly TheoryData<string, string> Numbers = new()
    {
        { "REGNO", "411000000000001" }, { "REGNO", "企独某字第000001号" }, { "REGNO", "R" }, { "ORG", MadeUpNumbers.OrgCode(3) },
        { "TAX", "411000" + MadeUpNumbers.OrgCode(3) }, { "TAX", MadeUpNumbers.CitizenId(3) }, { "REGNO", MadeUpNumbers.CitizenId(4) },
        { "REGNO", new string('9', 61) }, { "REGNO", "12**34" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_beside_a_code_gives_the_key_that_a_record_with_only_it_has(string field, string value)
    {
        var alone = await SubjectHub.NormaliseAsync("FINE", new Dictionary<string, string> { ["NO"] = "1", [field] = value });
        var beside = await SubjectHub.NormaliseAsync("FINE", new Dictionary<string, string> { ["NO"] = "1", ["REGNO"] = "R0", ["ORG"] = "O0", [field] = value });
        var seen = Assert.Single(Read(beside.Subject, beside.Content));

        string?[] keys = [seen.Key, seen.Org, seen.Reg, seen.Tax];
        bool usable = alone.Subject.Length > 0 && !alone.Subject.StartsWith("P:", StringComparison.Ordinal);
        Assert.Equal(usable, keys.Contains(alone.Subject) && usable);
        Assert.DoesNotContain(keys, key => !usable && key is not null && key.Contains(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("000000000000000")]
    [InlineData("99999999")]
    public async Task A_number_of_one_digit_only_links_nobody(string value)
    {
        var row = await SubjectHub.NormaliseAsync("FINE", new Dictionary<string, string> { ["NO"] = "1", ["USCC"] = MadeUpNumbers.Uscc(1), ["REGNO"] = value });
        Assert.Null(Assert.Single(Read(row.Subject, row.Content)).Reg);
    }

    [Theory]
    [InlineData("not a key")]
    [InlineData("00000000000000000X")]
    public void A_subject_id_of_unknown_shape_is_nobody(string id) => Assert.Empty(Read(id, "{}"));

    private static List<Sighting> Read(string subject, string content)
    {
        var fields = new Dictionary<short, SubjectFields> { [1] = new(SubjectHub.Snapshot.Datasets[("FINE", "2026")]) };
        return [.. new SightingReader(fields).Read(new StoredIdentity(1, 1, 1, Encoding.UTF8.GetBytes(subject), Encoding.UTF8.GetBytes(content), new DateOnly(2026, 11, 20)))];
    }
}
