using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>A folder with a mistake of every kind: all are found in one go, each at its file and line.</summary>
public sealed class ConfigMistakeTests
{
    private const string Penalty = "catalog/2019/SGS_XZCF.json";
    private const string Arrears = "catalog/2024/GYSY_QJF.json";
    private const string Court = "connectors/court.json";
    private const string Tax = "connectors/tax.json";
    private const string Repair = "catalog/2024/XYXF.json";
    private const string Nation = "platforms/nation.json";

    /// <summary>File, what stands there, what is written instead, a part of the problem, a part of the remedy.</summary>
    public static readonly TheoryData<string, string, string, string, string> Mistakes = new()
    {
        { Penalty, "\"workingDays\": 7", "\"workingDay\": 7", "\"workingDay\" is not known", "did you mean \"workingDays\"?" },
        { Penalty, "\"nature\": \"不良\"", "\"nature\": 7", "wrong type", "text in double quotes" },
        { Penalty, "\"nature\": \"不良\"", "\"nature\": \"坏\"", "not known here", "良好" },
        { Penalty, "\"disclosure\": \"社会公开\"", "\"disclosure\": \"社会共开\"", "not known here", "did you mean \"社会公开\"?" },
        { Penalty, "\"code\": \"SGS_XZCF\"", "\"code\": \"SGS_XZCX\"", "not the file's name", "SGS_XZCF" },
        { Penalty, "\"edition\": \"2019\"", "\"edition\": \"2020\"", "not the folder's name", "2019" },
        { Penalty, "[\"CF_WSH\", \"CF_XDR_MC\", \"CF_CFJGDM\"]", "[\"CF_WSHH\", \"CF_XDR_MC\", \"CF_CFJGDM\"]", "has no field CF_WSHH", "did you mean \"CF_WSH\"?" },
        { Penalty, "[\"CF_WSH\", \"CF_XDR_MC\", \"CF_CFJGDM\"]", "[\"CF_WSH\", \"CF_CFJGDM\"]", "does not contain the subject", "add a field" },
        { Penalty, "[\"CF_WSH\", \"CF_XDR_MC\", \"CF_CFJGDM\"]", "[\"CF_XDR_MC\", \"CF_WSH|CF_XDR_MC\"]", "twice in the natural key", "once" },
        { Penalty, "\"uscc\": \"CF_XDR_SHXYM\"", "\"uscc\": \"CF_XDR_SHXYN\"", "has no field CF_XDR_SHXYN", "CF_XDR_SHXYM" },
        { Penalty, "\"from\": \"CF_JDRQ\"", "\"from\": \"CF_WSH\"", "no date", "type date" },
        { Penalty, "\"personWhen\": \"CF_XDR_LB == '自然人'\"", "\"personWhen\": \"CF_XDR_LB == '自然 人'\"", "never has this value", "did you mean \"自然人\"?" },
        { Penalty, "\"from\": \"public\"", "\"from\": \"nobody\"", "not known here", "public, all" },
        { Penalty, "{ \"when\": \"CF_XDR_LB == '自然人'\",", "{ \"when\": \"CF_XDR_LB = '自然人'\",", "cannot be read", "FIELD == 'x'" },
        { Penalty, "\"rule\": \"orgcode_in_uscc\", ", "", "either an expression or a rule", "one of" },
        { Penalty, "\"id\": \"CF_AMOUNT_UNIT\"", "\"id\": \"CF_ORGCODE_IN_USCC\"", "id stands twice", "own id" },
        { Penalty, "\"severity\": \"warning\"", "\"severity\": \"fatal\"", "not known here", "error, warning" },
        { Penalty, "\"codeSet\": \"SUBJECT_CATEGORY\"", "\"codeSet\": \"SUBJECT_CATEGORI\"", "not in codesets/", "did you mean \"SUBJECT_CATEGORY\"?" },
        { Penalty, "\"codeSet\": \"SUBJECT_CATEGORY\", ", "", "needs a code set", "add \"codeSet\"" },
        { Penalty, "\"precision\": 18, \"scale\": 6", "\"precision\": 3, \"scale\": 6", "not below its scale", "precision" },
        { Penalty, "\"type\": \"date\", \"required\": true, \"rules\"", "\"type\": \"date\", \"maxLength\": 10, \"required\": true, \"rules\"", "\"maxLength\" is for fields of type text", "remove it" },
        { Penalty, "\"code\": \"BZ\"", "\"code\": \"CF_SJLY\"", "code stands twice", "keep one" },
        { Penalty, "\"name\": \"备注\"", "\"name\": \"处罚机关\"", "called this too", "own names" },
        { Penalty, "\"aliases\": [\"组织机构代码\"]", "\"aliases\": [\"工商注册号 \"]", "called this too", "own names" },
        { Penalty, "\"maxLength\": 512", "\"maxLength\": 0", "out of range", "from 1 to" },
        { Penalty, "\"maxLength\": 512,", "\"maxLength\": 512, \"mask\": { \"left\": 1, \"right\": 1 },", "mask is for personal fields", "personal" },
        { Penalty, "\"name_chars\"", "\"name_charz\"", "unknown rule 'name_charz'", "did you mean \"name_chars\"?" },
        { Penalty, "\"gt:0\"", "\"gt:zero\"", "rule 'gt'", "name:argument" },
        { Penalty, "\"date_ge:CF_JDRQ\"", "\"date_ge:CF_JDRX\"", "rule 'date_ge'", "name:argument" },
        { Penalty, "\"rules\": [\"org_full_name\"]", "\"rules\": [\"date_le_today\"]", "does not fit", "vocabulary" },
        { Penalty, "\"rules\": [\"org_full_name\"]", "\"rules\": [\"org_full_name\", \"org_full_name\"]", "rule stands twice", "keep one" },
        { Penalty, "\"amount_agrees_with_text\"", "\"amount_agree_with_text\"", "unknown check rule", "name a check in code" },
        { Penalty, "[\"CF_NR\", \"CF_NR_FK\"]", "[\"CF_NR\"]", "needs two fields", "arguments it takes" },
        { Penalty, "{ \"id\": \"CF_NAME_CODE\", \"severity\": \"warning\"", "{ \"id\": \"CF_NAME_CODE\", \"severity\": \"error\"", "can only warn", "name a check in code" },
        { Penalty, "\"arguments\": [\"CF_WSH\", \"CF_CFJGDM\"]", "\"arguments\": []", "needs the field of the document's number", "arguments it takes" },
        { Penalty, "{ \"id\": \"CF_ONE_DOCUMENT\", \"severity\": \"warning\"", "{ \"id\": \"CF_ONE_DOCUMENT\", \"severity\": \"error\"", "can only warn", "name a check in code" },
        { Court, "\"kind\": \"Json\", \"records\": \"$.result.rows\"", "\"kind\": \"Json\", \"records\": \"$.rows\"", "records at $.result.rows", "here too" },
        { Court, "\"kind\": \"Json\", \"records\": \"$.result.rows\"", "\"kind\": \"Json\"", "records at $.result.rows", "here too" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"expected\": { \"every\": \"fortnight\" }", "not known here", "quarter" },
        { Court, "{ \"column\": \"duty\" }", "{ \"column\": \"duty\", \"truncatedAt\": 99999 }", "no text of this length is taken", "cuts" },
        { Court, "{ \"column\": \"duty\" }", "{ \"column\": \"duty\", \"truncatedAt\": 1 }", "out of range", "from 2 to" },
        { Court, "{ \"column\": \"regDate\" }", "{ \"column\": \"regDate\", \"truncatedAt\": 72 }", "no text that could be cut", "truncatedAt" },
        { "catalog/2024/FR_DJJB.json", "\"since\": \"APPRDATE\"", "\"since\": \"ENTNAME\"", "no date", "type date" },
        { "catalog/2024/ZCM_JZ.json", "\"way\": \"CLFS\"", "\"way\": \"CLFSS\"", "has no field CLFSS", "did you mean \"CLFS\"?" },
        { "catalog/2024/ZCM_JZ.json", "\"corrections\": {", "\"register\": {}, \"corrections\": {", "not both", "remove" },
        { Penalty, "blank_if:CF_XDR_LB=='自然人'", "blank_if:CF_XDR_LB=='自燃人'", "never has this value", "did you mean \"自然人\"?" },
        { Penalty, "\"category\": \"行政管理信息\",", "\"category\": \"婚姻登记信息\",", "not in the national base catalogue", "\"localBasis\"" },
        { Penalty, "\"category\": \"行政管理信息\",", "\"category\": \"行政管理讯息\",", "may not be collected", "did you mean \"行政管理信息\"?" },
        { "catalog/2024/GYSY_QJF.json", "\"nature\": \"不良\",", "\"effectiveFrom\": \"2019-02-30\",", "no such day", "YYYY-MM-DD" },
        { "catalog/2024/GYSY_QJF.json", "\"nature\": \"不良\",", "\"effectiveFrom\": \"2019-1-1\",", "not the right form", "YYYY-MM-DD" },
        { "catalog/2024/GYSY_QJF.json", "\"nature\": \"不良\",", "\"effectiveFrom\": \"2020-01-01\", \"effectiveTo\": \"2019-12-31\",", "before the first", "exchange" },
        { Penalty, "\"nature\": \"不良\",", "\"ownDate\": \"CF_WSH\",", "field that is no date", "type date" },
        { Penalty, "\"nature\": \"不良\",", "\"libraries\": [\"企业\"],", "may be a natural person", "个人" },
        { "catalog/2024/NSXY_A.json", "\"nature\": \"良好\",", "\"libraries\": [\"企业\", \"个人\"],", "nothing in \"subject\"", "personWhen" },
        { Penalty, "\"nature\": \"不良\",", "\"libraries\": [\"企业库\"],", "not known here", "企业" },
        { "catalog/2024/GYSY_QJF.json", "\"nature\": \"不良\",", "\"legalBasis\": [],", "at least 1", "laws and documents" },
        { Penalty, "\"nature\": \"不良\",", "\"retentionYears\": { \"years\": 5 },", "\"source\" is missing", "add it" },
        { Penalty, "\"nature\": \"不良\",", "\"terms\": [{ \"id\": \"a\", \"months\": 3, \"minimumMonths\": 4, \"startsFrom\": \"CF_JDRQ\", \"source\": \"x\" }],", "least term is longer", "at most months" },
        { Penalty, "\"nature\": \"不良\",", "\"terms\": [{ \"id\": \"a\", \"months\": 3, \"startsFrom\": \"CF_WSH\", \"source\": \"x\" }],", "term starts at a field that is no date", "type date" },
        { Penalty, "\"nature\": \"不良\",", "\"terms\": [{ \"id\": \"a\", \"months\": 3, \"startsFrom\": \"CF_JDRQ\", \"when\": \"CF_XDR_LB == '自燃人'\", \"source\": \"x\" }],", "never has this value", "自然人" },
        { Penalty, "\"rules\": [\"gt:0\"]", "\"rules\": [{ \"rule\": \"gt:0\", \"from\": \"2020-13-01\" }]", "no such day", "YYYY-MM-DD" },
        { Penalty, "\"rules\": [\"gt:0\"]", "\"rules\": [{ \"rule\": \"gt:zero\" }]", "rule 'gt'", "name:argument" },
        { Penalty, "\"rules\": [\"gt:0\"]", "\"rules\": [{ \"rule\": \"unit:万元\", \"severity\": \"warning\" }]", "judges nothing", "plain text" },
        { Penalty, "\"rules\": [\"gt:0\"]", "\"rules\": [\"gt:0\", { \"rule\": \"gt:0\", \"severity\": \"warning\" }]", "rule stands twice", "keep one" },
        { Penalty, "\"enum_multi:;\", \"enum_prefix:其他\"", "\"enum_multi:;\", { \"rule\": \"enum_prefix:其他\", \"severity\": \"warning\" }", "under the first of its rules, enum_multi:;", "plain text" },
        { Penalty, "\"rules\": [\"gt:0\"]", "\"rules\": [{ \"severity\": \"warning\" }]", "\"rule\" is missing", "add it" },
        { Penalty, "\"code\": \"CF_JDRQ\",", "\"code\": \"CF_JDRQ\", \"from\": \"2020-01-01\",", "cannot itself be limited in time", "remove" },
        { Penalty, "\"code\": \"BZ\",", "\"code\": \"BZ\", \"from\": \"2020-01-02\", \"to\": \"2020-01-01\",", "before the first", "exchange" },
        { Penalty, "\"from\": \"public\",", "\"from\": \"public\", \"since\": \"2020-00-01\",", "no such day", "YYYY-MM-DD" },
        { "codesets/UTILITY_TYPE.json", "\"code\": \"02\"", "\"from\": \"2020-01-01\", \"code\": \"01\"", "already means item 1", "do not overlap" },
        { Arrears, "[\"TYSHXYDM\", \"GSZCH\", \"ZZJGDM\"]", "[\"TYSHXYDM\", \"GSZCHX\", \"ZZJGDM\"]", "has no field GSZCHX", "GSZCH" },
        { "codesets/UTILITY_TYPE.json", "\"code\": \"02\"", "\"code\": \"01\"", "already means item 1", "one item only" },
        { "codesets/UTILITY_TYPE.json", "\"电力费\"", "\"０１\"", "already means item 1", "one item only" },
        { "codesets/UTILITY_TYPE.json", "\"code\": \"UTILITY_TYPE\"", "\"code\": \"UTILITY_TYPES\"", "not the file's name", "UTILITY_TYPE" },
        { "calendars/workdays-2026.json", "\"2026-02-14\"", "\"2026-02-13\"", "this is a Friday", "correct the day" },
        { "calendars/workdays-2026.json", "\"2026-01-01\"", "\"2027-01-01\"", "not in 2026", "own year" },
        { "calendars/workdays-2026.json", "\"2026-01-01\"", "\"2026-02-30\"", "no such day", "YYYY-MM-DD" },
        { "calendars/workdays-2026.json", "\"2026-01-02\"", "\"2026-01-01\"", "twice", "keep one" },
        { "calendars/workdays-2026.json", "\"year\": 2026", "\"year\": 2025", "not the year in the file's name", "workdays-2025.json" },
        { Court, "\"name\": \"court\"", "\"name\": \"courts\"", "not the file's name", "court" },
        { Court, "\"dataset\": \"SXBZXR\"", "\"dataset\": \"SXBZXX\"", "not in catalog/", "did you mean \"SXBZXR\"?" },
        { Court, "\"edition\": \"2024\"", "\"edition\": \"2023\"", "no such edition", "2024" },
        { Court, "\"cron\": \"0 10 3 * * ?\"", "\"cron\": \"3 Uhr\"", "cron expression is wrong: 6 or 7 parts", "0 30 2 * * ?" },
        { Court, "\"Asia/Shanghai\"", "\"Asia/Xuchang\"", "time zone is not known", "IANA" },
        { Court, "\"kind\": \"Rest\"", "\"kind\": \"Rast\"", "no such kind", "did you mean \"Rest\"?" },
        { Court, "\"timeoutSeconds\": 30", "\"wrong\": \"s3cr3t\"", "wrong setting", "remove it" },
        { Court, "\"first\": 1", "\"wrong\": 1", "wrong inner setting", "remove it" },
        { Court, "\"AH\": {", "\"AHX\": {", "has no field AHX", "AH" },
        { Court, "{ \"column\": \"caseCode\" }", "{ \"column\": \"caseCode\", \"value\": \"x\" }", "more than once", "exactly one" },
        { Court, "{ \"column\": \"caseCode\" }", "{ \"unit\": \"元\" }", "does not say where", "exactly one" },
        { Court, "{ \"column\": \"caseCode\" }", "{ \"column\": \"caseCode\", \"unit\": \"元\" }", "has no unit", "remove" },
        { Court, "\"1\": \"组织\"", "\"1\": \"机构\"", "has no such word", "组织" },
        { Court, "\"chunkSize\": 10000", "\"chunkSize\": 99", "out of range", "100 to 50000" },
        { Court, "\"rejectedShare\": 0.2", "\"rejectedShare\": 1.5", "out of range", "0 to 1" },
        { Court, "\"enabled\": true", "\"enabled\": \"true\"", "neither true nor false", "without quotes" },
        { Tax, "\"limits\": {", "\"exclude\": [{ \"when\": \"notempty(XYDJJ)\", \"reason\": \"x\" }], \"limits\": {", "has no field XYDJJ", "XYDJ" },
        { Nation, "\"disclosure\": [\"社会公开\"]", "\"disclosure\": []", "at least 1", "disclosure levels" },
        { Nation, "\"NSXY_A\"]", "\"NSXY_B\"]", "not in catalog/", "did you mean \"NSXY_A\"?" },
        { Nation, "\"NSXY_A\"]", "\"*\"]", "must stand alone", "[\"*\"]" },
        { Nation, "\"retryCapSeconds\": 600", "\"retryCapSeconds\": 0.5", "shorter than the first", "at least retrySeconds" },
        { Nation, "\"maxInFlight\": 4", "\"maxInFlight\": 0", "out of range", "1 to 64" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"omit\": { \"SGS_XZCF\": [\"CF_WSHH\"] },", "no edition of SGS_XZCF has this field", "did you mean \"CF_WSH\"?" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"fields\": { \"QSGG\": [\"NSRMC\"] },", "does not take this dataset", "name it under datasets" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"omit\": { \"SGS_XZCF\": [\"CF_FR\", \"CF_FR\"] },", "stands twice in this list", "keep one" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"omit\": { \"SGS_XZCF\": [\"CF_WSH\"] },", "SGS_XZCF (2019) requires what", "do not omit it; or" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"fields\": { \"SGS_XZCF\": [\"CF_WSH\"] },", "SGS_XZCF (2019) requires what", "add it to the list; or" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"fields\": { \"SGS_XZCF\": [\"CF_WSH\"] }, \"omit\": { \"SGS_XZCF\": [\"CF_FR\"] },", "says already which fields", "one of the two" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"omit\": { \"HEIMD\": [\"BZ\"] },", "marks disputed records in this field", "do not omit it" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"incomplete\": [\"SGS_XZCF\"],", "is sent every field", "remove it here" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"incomplete\": [\"QSGG\"],", "is not sent this dataset", "name it under datasets" },
        { Penalty, "\"maxLength\": 512,", "\"maxLength\": 512, \"disclosure\": \"不公示\",", "not known here", "不公开" },
        { "catalog/2024/YTJL.json", "\"type\": \"date\",", "\"disclosure\": \"社会公开\", \"type\": \"date\",", "more open than the dataset", "stricter than 政务共享" },
        { Nation, "\"kind\": \"PlatformApi\"", "\"kind\": \"PlatformApj\"", "no such kind", "PlatformApi" },
        { Nation, "\"title\": \"全国信用信息共享平台\"", "\"title\": \" \"", "text is empty", "Chinese name" },
        { Court, ", \"name\": \"市中级人民法院\"", "", "\"name\" is missing", "add it" },
        { Nation, "\"publishes\": true,", "\"publishes\": true, \"publishes\": false,", "stands twice", "keep one" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"deletion\": { \"column\": \"status\" }", "not clear which rows delete", "\"column\" with \"values\"" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"deletion\": { \"column\": \"status\", \"values\": [\"D\"], \"when\": \"AH == 'x'\" }", "not clear which rows delete", "or \"when\"" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"deletion\": { \"column\": \"status\", \"values\": [] }", "at least 1", "what stands there" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"deletion\": { \"when\": \"AHX == 'x'\" }", "has no field AHX", "AH" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"deletion\": { \"column\": \"status\", \"values\": [\"D\"], \"reason\": \"GONE\" }", "not known here", "DELETED, REVOKED" },
        { Court, "\"enabled\": true", "\"enabled\": true, \"snapshot\": \"yes\"", "neither true nor false", "without quotes" },
        { Court, "\"chunkSize\": 10000", "\"chunkSize\": 10000, \"maxWithdrawShare\": 5", "out of range", "0 to 1" },
        { Court, "\"chunkSize\": 10000", "\"chunkSize\": 10000, \"maxWithdrawCount\": -1", "out of range", "0 to" },
        { Nation, "\"maxInFlight\": 4", "\"maxInFlight\": 4, \"maxWithdrawShare\": 5", "out of range", "0 to 1" },
        { Repair, "\"names\": { \"dataset\": \"SJLX\", ", "\"names\": { ", "not clear in which dataset", "exactly one of \"dataset\" (a field) and \"in\" (a code)" },
        { Repair, ", \"name\": \"CF_XDR_MC\", \"code\": \"CF_XDR_SHXYM\" }", " }", "a number alone names no record", "name the subject too" },
        { Repair, "\"from\": \"XFRQ\"", "\"from\": \"XFBH\"", "no date", "type date" },
        { Repair, "\"document\": \"XFBH\"", "\"document\": \"XFRQ\"", "this is a date field", "name a text field of XYXF" },
        { Repair, "\"document\": \"XFBH\"", "\"document\": \"XFBHH\"", "has no field XFBHH", "XFBH" },
        { Repair, "\"action\": \"hold\"", "\"action\": \"halt\"", "not known here", "hold" },
        { "catalog/2024/XZXKZCDX.json", "\"in\": \"SGS_XZXK\"", "\"in\": \"SGS_XZXKK\"", "not in catalog/", "SGS_XZXK" },
        { "catalog/2024/XZXKZCDX.json", "\"acts\": [{ \"id\": \"cancelled\",", "\"acts\": [{ \"id\": \"all\", \"action\": \"withdraw\", \"reason\": \"REVOKED\" }, { \"id\": \"cancelled\",", "never reached", "put it last" },
        { "catalog/2024/YYSQ.json", ", \"field\": \"LABEL\", \"value\": \"NEW_VALUE\"", ", \"field\": \"LABEL\"", "not clear what is corrected", "right value" },
        { "catalog/2024/YYSQ.json", "\"action\": \"mark\", \"reason\": \"OBJECTION\"", "\"action\": \"mark\", \"reason\": \"OBJECTION\", \"value\": \"NEW_VALUE\"", "only a correction has", "\"action\": \"correct\"" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Finds_the_mistake_at_its_line(string file, string old, string with, string problem, string remedy)
    {
        using var copy = ConfigCopy.OfShipped();
        int line = copy.Replace(file, old, with);

        var result = copy.Load();

        Assert.Null(result.Snapshot);
        var hit = Assert.Single(result.Findings, finding => finding.File == file && finding.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.Contains(remedy, hit.Remedy, StringComparison.Ordinal);
        Assert.Equal(line, hit.Line);
    }

    [Fact]
    public void Reports_mistakes_of_many_files_in_one_go_and_hides_none()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write("codesets/PERMIT_STATUS.json", "{ \"code\": \"PERMIT_STATUS\",\n  \"name\": }");
        copy.Write("connectors/gas.json", "[1]");
        File.Delete(Path.Combine(copy.Root, "catalog/2024/QSGG.json"));
        copy.Write("catalog/2024/NSXY_A.json", "{ not json");
        Directory.Delete(Path.Combine(copy.Root, "calendars"), true);
        copy.Write("catalog/stray.json", "{}");
        int line = copy.Replace(Nation, "\"maxRecords\": 500", "\"maxRecords\": -1");
        copy.Replace(Nation, "\"retrySeconds\": 1", "\"retrySecond\": 1");

        var found = copy.Load(sender: "").Findings.Select(f => (f.File, f.Line)).ToList();

        (string, int)[] expected =
        [
            ("appsettings.json", 0), ("calendars", 0), ("catalog/2024/NSXY_A.json", 1), ("catalog/stray.json", 0),
            ("codesets/PERMIT_STATUS.json", 2), ("connectors/gas.json", 1), ("connectors/tax-arrears.json", 5),
            ("platforms/city-credit-site.json", 8), (Nation, line), (Nation, line + 1),
        ];
        Assert.Equal(expected, found.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line));
    }

    [Fact]
    public void Shows_no_value_of_an_unknown_key_because_it_may_be_a_secret()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Replace(Nation, "\"enabled\": true,", "\"enabled\": true, \"password\": \"hunter2\",");

        var finding = Assert.Single(copy.Load().Findings);

        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_the_path_inside_the_settings_of_a_kind()
    {
        using var copy = ConfigCopy.OfShipped();
        int line = copy.Replace(Court, "\"first\": 1", "\"wrong\": 1");

        var finding = Assert.Single(copy.Load().Findings);

        Assert.Equal((Court, line, "$.source.paging.wrong"), (finding.File, finding.Line, finding.Path));
    }

    [Fact]
    public void A_file_copied_without_changing_its_name_is_a_mistake_and_its_other_mistakes_are_told_too()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write("connectors/court2.json", copy.Text(Court).Replace("0 10 3 * * ?", "never", StringComparison.Ordinal));

        var problems = copy.Load().Findings.Where(f => f.File == "connectors/court2.json").Select(f => f.Problem).ToList();

        Assert.Contains(problems, p => p.Contains("taken by connectors/court.json", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("cron expression", StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_and_missing_folders_are_mistakes()
    {
        using var copy = new ConfigCopy();
        Directory.CreateDirectory(Path.Combine(copy.Root, "connectors"));

        var findings = copy.Load().Findings;

        Assert.Equal(["calendars", "catalog", "codesets", "connectors", "platforms"], findings.Select(f => f.File));
        Assert.Contains("no .json file", findings.Single(f => f.File == "connectors").Problem, StringComparison.Ordinal);
        Assert.All(findings, f => Assert.NotEqual("", f.Remedy));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_and_not_thrown()
    {
        var result = ConfigFolder.Load(Path.Combine(Path.GetTempPath(), "nowhere", "at", "all"), "411000", FakeKinds.All);

        Assert.Null(result.Snapshot);
        Assert.Equal(5, result.Findings.Count);
    }

    [Fact]
    public void Snapshot_is_given_only_without_findings()
    {
        using var copy = ConfigCopy.OfShipped();
        Assert.NotNull(copy.Load().Snapshot);

        copy.Replace(Tax, "\"enabled\": true", "\"enabled\": 1");

        var result = copy.Load();
        Assert.Null(result.Snapshot);
        Assert.IsType<ConfigFinding>(Assert.Single(result.Findings));
    }
}
