using System.Text.RegularExpressions;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Catalog;

public sealed class ShippedConfigTests
{
    private static readonly ConfigResult Result = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All);

    private static CatalogSnapshot Snapshot => Result.Snapshot!;

    [Fact]
    public void Loads_without_a_finding()
    {
        Assert.Empty(Result.Findings);
        Assert.NotNull(Result.Snapshot);
    }

    [Fact]
    public void Has_two_editions_of_double_publicity_under_one_code()
    {
        foreach (string code in (string[])["SGS_XZXK", "SGS_XZCF"])
        {
            Assert.All((string[])["2015", "2019"], edition =>
            {
                var dataset = Snapshot.Datasets[(code, edition)];
                Assert.Equal(7, dataset.Deadline!.WorkingDays);
                Assert.Equal(Disclosure.Public, dataset.Disclosure);
            });
        }
    }

    [Fact]
    public void Code_2_and_code_3_keep_their_meaning_by_edition()
    {
        Assert.Equal("XK_XDR_ZDM", Snapshot.Datasets[("SGS_XZXK", "2015")].Fields.Single(f => f.Name.Contains("代码_2")).Code);
        Assert.Equal("XK_XDR_GSZC", Snapshot.Datasets[("SGS_XZXK", "2019")].Fields.Single(f => f.Name.Contains("代码_2")).Code);
    }

    [Fact]
    public void Every_dataset_that_can_name_a_natural_person_withholds_such_records_from_publishing_platforms()
    {
        foreach (var dataset in Snapshot.Datasets.Values.Where(d => d.Subject.PersonId is not null))
        {
            Assert.NotNull(dataset.Subject.PersonWhen);
            Assert.Contains(dataset.Withhold, rule => rule.From is "public" or "all");
        }
    }

    [Fact]
    public void Summary_procedure_penalties_on_natural_persons_never_leave()
    {
        foreach (string edition in (string[])["2015", "2019"])
        {
            Assert.Contains(Snapshot.Datasets[("SGS_XZCF", edition)].Withhold, rule => rule.From == "all" && rule.When.Contains("简易程序"));
        }
    }

    [Fact]
    public void Identity_numbers_keep_at_most_four_characters_when_masked()
    {
        var masks = Snapshot.Datasets.Values.SelectMany(d => d.Fields).Where(f => f is { Personal: PersonalKind.Id, Mask: not null }).ToList();
        Assert.NotEmpty(masks);
        Assert.All(masks, field => Assert.InRange(field.Mask!.Left + field.Mask.Right, 0, 4));
    }

    [Fact]
    public void Enterprise_register_is_identified_by_code_or_registration_number()
    {
        Assert.Equal(["UNISCID|REGNO"], Snapshot.Datasets[("FR_DJJB", "2024")].NaturalKey);
    }

    [Fact]
    public void Has_feeds_for_every_supplier_and_two_for_water()
    {
        string[] wanted = ["tax", "market-supervision", "court", "electricity", "water-east", "water-west", "gas", "heat", "telecom"];
        Assert.Subset(Snapshot.Connectors.Keys.ToHashSet(), wanted.ToHashSet());
        Assert.Equal("GYSY_QJF", Snapshot.Connectors["water-east"].Dataset);
        Assert.Equal("GYSY_QJF", Snapshot.Connectors["water-west"].Dataset);
        Assert.Contains(Snapshot.Connectors.Values, c => c is { Dataset: "SGS_XZCF", Edition: "2019" });
        Assert.Contains(Snapshot.Connectors.Values, c => c is { Dataset: "SGS_XZXK", Edition: "2015" });
    }

    [Fact]
    public void No_two_feeds_start_at_the_same_second_in_the_night()
    {
        var crons = Snapshot.Connectors.Values.Select(c => c.Cron).ToList();
        Assert.Equal(crons.Count, crons.Distinct().Count());
    }

    [Fact]
    public void Only_the_nation_publishes_and_it_takes_public_datasets_only()
    {
        Assert.False(Snapshot.Platforms["province"].Publishes);
        var nation = Snapshot.Platforms["nation"];
        Assert.True(nation.Publishes);
        Assert.Equal([Disclosure.Public], nation.Disclosure);
    }

    [Fact]
    public void Every_code_set_is_used_or_says_that_it_is_for_reference()
    {
        var used = Snapshot.Datasets.Values.SelectMany(d => d.Fields).Select(f => f.CodeSet).OfType<string>().ToHashSet();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ConfigCopy.Shipped, "codesets"), "*.json"))
        {
            bool reference = File.ReadAllText(file).Contains("\"note\": \"Reference list", StringComparison.Ordinal);
            Assert.True(used.Contains(Path.GetFileNameWithoutExtension(file)) != reference, $"{file}: {(reference ? "is used" : "is not used")}");
        }
    }

    [Fact]
    public void Required_fields_without_a_mapping_are_found_by_their_own_names_in_the_supplier_files()
    {
        foreach (var connector in Snapshot.Connectors.Values)
        {
            var dataset = Snapshot.Datasets[(connector.Dataset, connector.Edition)];
            var open = dataset.Fields.Where(f => f.Required && !connector.Mapping.ContainsKey(f.Code)).Select(f => f.Code).ToList();
            Assert.True(open.Count == 0, $"{connector.Name} says nothing about {string.Join(", ", open)}");
        }
    }

    [Theory]
    [InlineData("02", "法人及非法人组织")]
    [InlineData("04", "个体工商户")]
    public void Subject_category_knows_the_dialect_of_numbers(string word, string code)
    {
        Assert.Equal(code, Snapshot.CodeSets["SUBJECT_CATEGORY"].Items.Single(item => item.Aliases.Contains(word)).Code);
    }

    [Fact]
    public void Current_penalty_categories_know_every_word_of_2015()
    {
        var current = Snapshot.CodeSets["PENALTY_CATEGORY"].Items.SelectMany(i => i.Aliases.Append(i.Code)).ToHashSet();
        Assert.All(Snapshot.CodeSets["PENALTY_CATEGORY_2015"].Items, item => Assert.Contains(item.Code, current));
    }

    [Fact]
    public void Precision_and_scale_of_a_decimal_become_its_rule()
    {
        var fine = Snapshot.Datasets[("SGS_XZCF", "2019")].Fields.Single(f => f.Code == "CF_NR_FK");

        Assert.Equal((18, 6, "万元"), (fine.Precision, fine.Scale, fine.Unit));
        Assert.Equal(["decimal:18,6", "gt:0"], fine.Rules);
    }

    [Fact]
    public void Readme_names_every_environment_reference()
    {
        string[] readme = File.ReadAllLines(Path.Combine(ConfigCopy.Shipped, "README.md"));
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(ConfigCopy.Shipped, "*.json", SearchOption.AllDirectories))
        {
            foreach (Match reference in Regex.Matches(File.ReadAllText(file), "\"env:(?<name>[A-Z]+_[A-Z]+)(?<what>_[A-Z]+)\""))
            {
                string row = readme.FirstOrDefault(line => line.Contains(reference.Groups["name"].Value + "_", StringComparison.Ordinal)) ?? "";
                if (!row.Contains(reference.Groups["what"].Value, StringComparison.Ordinal))
                {
                    missing.Add(reference.Value);
                }
            }
        }

        Assert.Empty(missing);
    }
}
