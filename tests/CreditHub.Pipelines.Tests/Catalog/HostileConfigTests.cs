using System.Text;

namespace CreditHub.Pipelines.Tests.Catalog;

public sealed class HostileConfigTests
{
    private const string Name = "platforms/hostile.json";

    public static readonly TheoryData<string, string> Files = new()
    {
        { "", "broken JSON" },
        { "null", "not a JSON object" },
        { "\u0000\u0000", "broken JSON" },
        { "{} {}", "broken JSON" },
        { "{ \"a\": 1, }", "broken JSON" },
        { "{ // remark\n }", "broken JSON" },
        { "{ \"a\": NaN }", "broken JSON" },
        { "{ \"title\": \"\\ud800\" }", "surrogate" },
        { "{ \"title\": \"\\u0000\" }", "control character" },
        { "{ \"retrySeconds\": 1e999 }", "out of range" },
        { "{ \"limits\": { \"maxBytes\": 99999999999999999999999999 } }", "out of range" },
        { "{ \"limits\": [[]] }", "wrong type" },
        { "{ \"datasets\": [null] }", "wrong type" },
        { "{ \"\": 1 }", "is not known here" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Bad_content_is_a_finding_and_never_an_exception(string text, string problem)
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(Name, text);

        var findings = copy.Load().Findings;

        Assert.All(findings, f => Assert.Equal(Name, f.File));
        Assert.Contains(findings, f => f.Problem.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void A_hundred_thousand_levels_are_refused(string opening)
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(Name, string.Concat(Enumerable.Repeat(opening, 100_000)));

        Assert.Contains("broken JSON", Assert.Single(copy.Load().Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_four_mebibytes_is_refused_unread()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(Name, Encoding.ASCII.GetBytes("{ \"x\": \"" + new string('x', 4 << 20) + "\" }"));

        Assert.Contains("larger than", Assert.Single(copy.Load().Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_another_encoding_is_told_with_its_line()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(Name, [.. "{\n\"title\": \""u8, 0xD0, 0xC5, 0xD3, 0xC3, .. "\" }"u8]);

        var finding = Assert.Single(copy.Load().Findings);

        Assert.Equal(2, finding.Line);
        Assert.Contains("not UTF-8", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write("platforms/nation.json", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(copy.Text("platforms/nation.json"))]);

        Assert.Empty(copy.Load().Findings);
    }

    [Fact]
    public void Many_mistakes_in_one_file_are_counted_not_listed_without_end()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(Name, "{" + string.Join(",", Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":1")) + "}");

        var findings = copy.Load().Findings;

        Assert.Equal(201, findings.Count);
        Assert.Contains("more mistakes in this file", findings[^1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_named_like_a_file_is_no_file()
    {
        using var copy = ConfigCopy.OfShipped();
        Directory.CreateDirectory(Path.Combine(copy.Root, "platforms", "folder.json"));

        Assert.Empty(copy.Load().Findings);
    }

    [Fact]
    public void Files_that_editors_leave_behind_are_not_read()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write("platforms/.#nation.json", "{");
        copy.Write("platforms/nation.json~", "{");
        copy.Write("platforms/README.md", "#");

        Assert.Empty(copy.Load().Findings);
    }

    [Fact]
    public void A_link_to_nowhere_is_a_finding()
    {
        using var copy = ConfigCopy.OfShipped();
        File.CreateSymbolicLink(Path.Combine(copy.Root, Name), "/nowhere/at/all");

        Assert.Contains("cannot be read", Assert.Single(copy.Load().Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_byte_changed_to_any_other_is_survived()
    {
        // Fixed seed: a failure here can be repeated.
        var random = new Random(20261120);
        using var copy = ConfigCopy.OfShipped();
        byte[] good = Encoding.UTF8.GetBytes(copy.Text("catalog/2024/GYSY_QJF.json"));
        for (int i = 0; i < 60; i++)
        {
            byte[] bad = [.. good];
            for (int j = 0; j < 5; j++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            copy.Write("catalog/2024/GYSY_QJF.json", bad);
            var result = copy.Load();
            Assert.True(result.Snapshot is null == result.Findings.Count > 0);
        }
    }
}
