namespace CreditHub.Pipelines.Tests.Catalog;

public sealed class ConfigDigestTests
{
    [Fact]
    public void Same_files_give_the_same_digest_wherever_they_lie_and_whenever_they_were_written()
    {
        using var one = ConfigCopy.OfShipped();
        using var two = new ConfigCopy();
        foreach (string file in Directory.EnumerateFiles(ConfigCopy.Shipped, "*", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal))
        {
            two.Write(Path.GetRelativePath(ConfigCopy.Shipped, file), File.ReadAllBytes(file));
        }

        string digest = Digest(one);

        Assert.Matches("^[0-9a-f]{64}$", digest);
        Assert.Equal(digest, Digest(two));
    }

    [Theory]
    [InlineData("catalog/2024/QSGG.json")]
    [InlineData("codesets/USE_SCOPE.json")]
    [InlineData("connectors/heat.json")]
    [InlineData("platforms/province.json")]
    [InlineData("calendars/workdays-2020.json")]
    [InlineData("queries/land-permits.sql")]
    public void One_more_blank_in_any_deciding_file_changes_it(string name)
    {
        using var copy = ConfigCopy.OfShipped();
        string before = Digest(copy);
        copy.Write(name, copy.Text(name) + " ");

        Assert.NotEqual(before, Digest(copy));
    }

    [Fact]
    public void Files_that_decide_nothing_about_data_do_not_change_it()
    {
        using var copy = ConfigCopy.OfShipped();
        string before = Digest(copy);
        copy.Write("appsettings.json", "{}");
        copy.Write("README.md", "#");
        copy.Write("schema/dataset.schema.json", "{}");

        Assert.Equal(before, Digest(copy));
    }

    private static string Digest(ConfigCopy copy) => copy.Load().Snapshot!.Digest;
}
