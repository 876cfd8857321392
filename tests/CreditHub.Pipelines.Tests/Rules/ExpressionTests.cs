using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Rules;

public class ExpressionTests
{
    [Theory]
    [InlineData("A == '自然人'", "自然人", "", true)]
    [InlineData("A=='自然人'", "法人", "", false)]
    [InlineData("A == '自然人'", "", "", false)]
    [InlineData("A != '自然人'", "", "", true)]
    [InlineData("A in ('法人','个体')", "个体", "", true)]
    [InlineData("A contains '罚款'", "警告;罚款", "", true)]
    [InlineData("startswith(A,'92')", "92x", "", true)]
    [InlineData("startswith(A,'92')", "x92", "", false)]
    [InlineData("notempty(A) and empty(B)", "1", "", true)]
    [InlineData("notempty(A) and empty(B)", "1", "2", false)]
    [InlineData("A == '1' or A == '2' and B == '3'", "1", "", true)]
    [InlineData("(A == '1' or A == '2') and B == '3'", "1", "", false)]
    [InlineData("not A == '1'", "2", "", true)]
    [InlineData("A == '1' => B == '2'", "1", "3", false)]
    [InlineData("A == '1' => B == '2'", "9", "3", true)]
    [InlineData("A == '1' => B == '2' or B == '3'", "1", "3", true)]
    [InlineData("A == 'it''s'", "it's", "", true)]
    public void Evaluates(string text, string a, string b, bool expected)
    {
        Assert.True(Expression.TryParse(text, out var expression, out string? problem), problem);
        var values = new RecordValues(2);
        values.Set(0, Encoding.UTF8.GetBytes(a));
        values.Set(1, Encoding.UTF8.GetBytes(b));
        Assert.Equal(expected, expression!.Bind(Dataset).Holds(values));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("A = '1'")]
    [InlineData("A == 1")]
    [InlineData("A == 'x")]
    [InlineData("A == 'x' and")]
    [InlineData("(A == 'x'")]
    [InlineData("A == 'x') or B == 'y'")]
    [InlineData("A in ()")]
    [InlineData("startswith(A)")]
    [InlineData("A == 'x' B == 'y'")]
    [InlineData("1A == 'x'")]
    [InlineData("env('HOME') == 'x'")]
    [InlineData("A == ''")]
    public void Refuses_what_the_grammar_lacks(string text)
    {
        Assert.False(Expression.TryParse(text, out var expression, out string? problem));
        Assert.Null(expression);
        Assert.NotNull(problem);
    }

    [Fact]
    public void Survives_deep_nesting_and_long_text()
    {
        Assert.False(Expression.TryParse(new string('(', 3000) + "A == 'x'", out _, out _));
        Assert.False(Expression.TryParse(string.Concat(Enumerable.Repeat("not ", 900)) + "A == 'x'", out _, out _));
        Assert.False(Expression.TryParse(string.Concat(Enumerable.Repeat("A == 'x' => ", 300)) + "A == 'x'", out _, out _));
        Assert.False(Expression.TryParse(new string(' ', 5000) + "A == 'x'", out _, out _));
    }

    [Fact]
    public void Names_the_fields_it_reads()
    {
        Assert.True(Expression.TryParse("A == '1' => notempty(B) and not startswith(A,'2')", out var expression, out _));
        Assert.Equal(["A", "B", "A"], expression!.Fields);
    }

    private static DatasetDefinition Dataset => new TestDataset().Field("A").Field("B").Definition;
}
