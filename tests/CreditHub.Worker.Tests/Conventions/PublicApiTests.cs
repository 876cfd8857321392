using System.Reflection;
using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Tests.Conventions;

/// <summary>The public surface of Pipelines as a reviewed text file. To accept a change: <c>CREDITHUB_APPROVE=1 ./credithub test --filter PublicApi</c>, then review the difference.</summary>
public sealed class PublicApiTests
{
    private const string Approved = "tests/CreditHub.Worker.Tests/Conventions/Pipelines.approved.txt";

    [Fact]
    public void The_public_surface_of_pipelines_is_the_reviewed_one()
    {
        string file = Path.Combine(Repository.Root, Approved);
        string now = Describe(typeof(ConfigFolder).Assembly);
        if (Environment.GetEnvironmentVariable("CREDITHUB_APPROVE") == "1")
        {
            File.WriteAllText(file, now);
        }

        string[] before = File.ReadAllLines(file);
        string[] after = now.TrimEnd('\n').Split('\n');
        string difference = string.Join('\n', before.Except(after).Select(l => "- " + l).Concat(after.Except(before).Select(l => "+ " + l)));
        Assert.True(difference.Length == 0, $"{Approved} differs. Accept with CREDITHUB_APPROVE=1 after review:\n{difference}");
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append('\n');
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(m => m is not MethodInfo { IsSpecialName: true } && m is not Type && !m.Name.Contains('<', StringComparison.Ordinal) && m.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct"))
                .Select(m => $"{type.FullName}: {m}").Order(StringComparer.Ordinal);
            text.Append(string.Concat(members.Select(m => m + '\n')));
        }

        return text.ToString();
    }
}
