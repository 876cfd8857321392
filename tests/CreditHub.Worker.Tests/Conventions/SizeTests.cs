using System.Text.RegularExpressions;

namespace CreditHub.Worker.Tests.Conventions;

/// <summary>Size and shape of files and types: fails with file and line.</summary>
public sealed class SizeTests
{
    private const int LongestFile = 400;
    private const int MostParameters = 8;
    private const int MostFiles = 30;

    // One small class a rule, a form of value, a definition or a word: long lists are folders.
    private static readonly string[] LongFolders = ["src/Pipelines/Rules", "src/Pipelines/Normalization", "src/Pipelines/Catalog", "src/Pipelines/Model"];

    [Fact]
    public void No_file_is_longer_than_a_reader_holds_in_mind() =>
        Fail(Sources().Where(f => f.Lines.Length > LongestFile).Select(f => $"{f.Name}:{LongestFile + 1}: {f.Lines.Length} lines"));

    [Fact]
    public void No_folder_holds_too_many_files() =>
        Fail(Sources().GroupBy(f => f.Folder).Where(g => g.Count() > MostFiles && !LongFolders.Contains(g.Key)).Select(g => $"{g.Key}: {g.Count()} files"));

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var empty = new Regex(@"^\s*(public |internal |private |file |sealed |static |abstract |readonly |partial |ref )*(class|record|record struct|record class|struct|interface|enum) \w+?(Manager|Helper|Helpers|Util|Utils|Common|Processor|Handler|Service|Base|Data|Info)\b(?!.*: .*Handler\b)");
        Fail(Sources().SelectMany(f => f.Where(line => empty.IsMatch(line))));
    }

    [Fact]
    public void A_file_has_one_public_type()
    {
        var type = new Regex(@"^public (sealed |static |abstract |readonly |partial |ref )*(class|record|struct|interface|enum)\b");
        Fail(Repository.Sources("src").SelectMany(f => f.Where(line => type.IsMatch(line)).Skip(1)));
    }

    [Fact]
    public void A_constructor_takes_few_things() => Fail(Repository.Sources("src").SelectMany(LongConstructors));

    [Fact]
    public void No_text_says_that_work_is_left_to_do()
    {
        var marks = new Regex(@"\b(TODO|FIXME|HACK|XXX)\b");
        Fail(Repository.Sources("src").SelectMany(f => f.Where(line => marks.IsMatch(line))));
    }

    private static IEnumerable<SourceFile> Sources() => Repository.Sources("src").Concat(Repository.Sources("tests"));

    // Records are values: their constructor is their list of properties.
    private static IEnumerable<string> LongConstructors(SourceFile file)
    {
        string text = string.Join('\n', file.Lines);
        var names = Regex.Matches(text, @"\b(?:class|struct) (\w+)").Where(m => !text[..m.Index].EndsWith("record ", StringComparison.Ordinal)).Select(m => m.Groups[1].Value).Distinct();
        foreach (string name in names)
        {
            foreach (Match match in Regex.Matches(text, $@"(\bclass {name}(<[^>]*>)?|\b(public|internal|private|protected) {name})\("))
            {
                int count = Parameters(text, match.Index + match.Length);
                if (count > MostParameters)
                {
                    yield return $"{file.Name}:{text[..match.Index].Count(c => c == '\n') + 1}: {name} takes {count} things";
                }
            }
        }
    }

    private static int Parameters(string text, int at)
    {
        int depth = 0;
        int count = text[at] == ')' ? 0 : 1;
        for (; at < text.Length && !(text[at] == ')' && depth == 0); at++)
        {
            depth += text[at] is '(' or '<' or '[' ? 1 : text[at] is ')' or '>' or ']' ? -1 : 0;
            count += text[at] == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }

    private static void Fail(IEnumerable<string> lines)
    {
        string text = string.Join('\n', lines);
        Assert.True(text.Length == 0, text);
    }
}
