namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>Files of corrections by hand: what is wrong with one is found, and none is needed.</summary>
public sealed class OverrideFileTests
{
    private const string File = "overrides/fix.json";

    private const string Right =
        """
        { "name": "fix", "dataset": "QSGG", "author": "某人", "date": "2026-11-25", "reason": "更正", "document": "示函1号", "until": "2027-03-31",
          "records": [{ "key": { "NSRSBH": "91411000XX00000191", "ZSXM": "增值税", "TJJZNY": "202609" }, "set": { "QSYE": "1.5" } }] }
        """;

    /// <summary>What stands there, what is written instead, a part of the problem, a part of the remedy.</summary>
    public static readonly TheoryData<string, string, string, string> Mistakes = new()
    {
        { "\"fix\"", "\"fixed\"", "not the file's name", "fix" },
        { "\"QSGG\"", "\"QSGH\"", "not in catalog/", "did you mean \"QSGG\"?" },
        { "\"QSYE\"", "\"QSYF\"", "has no field QSYF", "did you mean \"QSYE\"?" },
        { "\"QSYE\": \"1.5\"", "\"ZSXM\": \"营业税\"", "part of the natural key", "withdraw" },
        { "\"QSYE\": \"1.5\"", "", "nothing is to be changed", "at least one field" },
        { ", \"TJJZNY\": \"202609\"", "", "natural key is not whole", "NSRSBH, ZSXM, TJJZNY" },
        { "\"TJJZNY\": \"202609\"", "\"TJJZNY\": \"202609\", \"NSRMC\": \"某\"", "NSRMC is not in the natural key", "known here" },
        { "{ \"key\"", "{ \"record\": \"0000000000000000000000000000000000000000000000000000000000000000\", \"key\"", "both or neither", "exactly one" },
        { "{ \"key\"", "{ \"record\": \"00\", \"key\"", "not the right form", "64 hex digits" },
        { "\"2026-11-25\"", "\"2026-11-31\"", "no such day", "YYYY-MM-DD" },
        { "\"2027-03-31\"", "\"2026-03-31\"", "before the first", "exchange" },
        { "\"author\": \"某人\", ", "", "\"author\" is missing", "add it" },
        { "\"document\": \"示函1号\"", "\"paper\": \"示函1号\"", "\"document\" is missing", "add it" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Every_mistake_is_found(string old, string with, string problem, string remedy)
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(File, Right);
        int line = copy.Replace(File, old, with);
        var findings = copy.Load().Findings;
        Assert.Contains(findings, finding => finding.Problem.Contains(problem, StringComparison.Ordinal) && finding.Remedy.Contains(remedy, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(File, finding.File));
        Assert.InRange(findings[0].Line, 1, line);
    }

    [Fact]
    public void Two_files_that_correct_the_same_field_are_told()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(File, Right);
        copy.Write("overrides/other.json", Right.Replace("\"fix\"", "\"other\"", StringComparison.Ordinal));
        var finding = Assert.Single(copy.Load().Findings);
        Assert.Contains("corrected in overrides/fix.json already", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void None_is_needed_and_each_changes_the_digest_of_the_configuration()
    {
        using var copy = ConfigCopy.OfShipped();
        var without = copy.Load().Snapshot!;
        Assert.Empty(without.Overrides);
        copy.Write(File, Right);
        var with = copy.Load().Snapshot!;
        Assert.Equal(new DateOnly(2027, 3, 31), Assert.Single(with.Overrides).Until);
        Assert.NotEqual(without.Digest, with.Digest);
    }
}
