using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Tests.Normalization;

public class NameMatchTests
{
    [Theory]
    [InlineData("许昌某某（集团）有限公司", "许昌某某(集团)有限公司"), InlineData("许昌某某有限公司", "许昌 某某\u3000有限公司 "), InlineData("ＡＢＣ许昌公司", "abc许昌公司")]
    [InlineData("许昌〔东区〕某某店", "许昌【东区】某某店"), InlineData("买买提·吐尔逊店", "买买提•吐尔逊店"), InlineData("许昌“某某”饭店", "许昌某某饭店"), InlineData("许昌⼈⺠医院", "许昌人民医院")]
    [InlineData("许昌\u200B某某公司", "许昌某某公司"), InlineData("许昌\uE81E某公司", "许昌\u9FB4某公司")]
    public void Writings_of_one_name_are_the_same(string one, string other)
    {
        Assert.True(NameMatch.Same(one, other));
        Assert.Equal(NameMatch.Key(one), NameMatch.Key(other));
    }

    [Theory]
    [InlineData("许昌某某公司", "许昌某某分公司"), InlineData("许昌某某公司", "郑州某某公司"), InlineData("许昌某某（东区）店", "许昌某某东区店")]
    public void Other_names_are_not(string one, string other) => Assert.False(NameMatch.Same(one, other));

    [Theory]
    [InlineData("王某某"), InlineData("张三"), InlineData(""), InlineData("许昌*某公司"), InlineData("许昌＊＊公司"), InlineData("许昌××公司"), InlineData("某 某 店"), InlineData("“某某店”")]
    public void Masked_and_short_names_match_nothing_not_even_themselves(string name)
    {
        Assert.Null(NameMatch.Key(name));
        Assert.False(NameMatch.Same(name, name));
    }
}
