using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using static CreditHub.Pipelines.Rules.RuleArgument;

namespace CreditHub.Pipelines.Rules;

/// <summary>All rule names that catalogs may use, and the checks over several fields.</summary>
internal static class RuleRegistry
{
    private static readonly FieldType[] Texts = [FieldType.Text, FieldType.LongText];
    private static readonly FieldType[] Numbers = [FieldType.Decimal, FieldType.Integer];

    private static readonly Dictionary<string, RuleKind> Kinds = new(StringComparer.Ordinal)
    {
        ["enum"] = new(Texts, None),
        ["enum_name"] = new(Texts, None),
        ["enum_multi"] = new(Texts, Separator),
        ["enum_prefix"] = new(Texts, Text),
        ["uscc"] = new(Texts, None, (target, _) => Uscc("uscc", target, Severity.Error)),
        ["uscc_repair"] = new(Texts, None, (target, _) => Uscc("uscc_repair", target, Severity.Error)),
        ["uscc_warn"] = new(Texts, None, (target, _) => Uscc("uscc_warn", target, Severity.Warning)),
        ["uscc_placeholder_if"] = new(Texts, When),
        ["uscc_or_citizen_id"] = new(Texts, None, (target, _) => new UsccOrCitizenIdRule(target)),
        ["orgcode"] = new(Texts, None, (target, _) => new OrgCodeRule("orgcode", target, orUscc: false)),
        ["orgcode_or_uscc"] = new(Texts, None, (target, _) => new OrgCodeRule("orgcode_or_uscc", target, orUscc: true)),
        ["regno15_warn"] = new(Texts, None, (target, _) => new RegistrationNumberRule(target)),
        ["tax_id"] = new(Texts, None, (target, _) => new TaxNumberRule("tax_id", target, Severity.Error)),
        ["tax_id_warn"] = new(Texts, None, (target, _) => new TaxNumberRule("tax_id_warn", target, Severity.Warning)),
        ["tax_structure"] = new(Texts, None, (target, _) => new TaxStructureRule(target)),
        ["citizen_id"] = new(Texts, None, (target, _) => Citizen("citizen_id", target)),
        ["citizen_id_warn"] = new(Texts, None, (target, _) => new CitizenIdRule("citizen_id_warn", target, Severity.Warning, CitizenIdChoice.Only, null)),
        ["citizen_id_if"] = new(Texts, When, (target, when) =>
            new CitizenIdRule("citizen_id_if", target, Severity.Error, CitizenIdChoice.Only, Bind(when, target.Dataset))),
        ["citizen_id_or_masked"] = new(Texts, None, (target, _) => Citizen("citizen_id_or_masked", target, CitizenIdChoice.OrMasked)),
        ["citizen_id_or_passport"] = new(Texts, None, (target, _) => Citizen("citizen_id_or_passport", target, CitizenIdChoice.OrPassport)),
        ["mask_on_publish"] = new([], None),
        ["date"] = new([FieldType.Date], None),
        ["date_le_today"] = new([FieldType.Date], None, (target, _) => new DateLeTodayRule(target)),
        ["date_ge"] = new([FieldType.Date], DateField, (target, field) => new DateGeRule(target, RuleTarget.Of(target.Dataset, field))),
        ["open_ended"] = new([FieldType.Date], Text),
        ["yyyymm"] = new([FieldType.Month], None),
        ["year"] = new([FieldType.Year], None),
        ["decimal"] = new([FieldType.Decimal], PrecisionScale, MakeDecimal),
        ["gt"] = new(Numbers, Number, (target, bound) => MakeBound("gt", target, bound, orEqual: false)),
        ["ge"] = new(Numbers, Number, (target, bound) => MakeBound("ge", target, bound, orEqual: true)),
        ["unit"] = new(Numbers, Text),
        ["length"] = new(Texts, Lengths, (target, lengths) => new LengthRule(target, ReadLengths(lengths))),
        ["max_bytes"] = new(Texts, Bytes, MakeMaxBytes),
        ["truncated_at"] = new(Texts, Lengths, (target, limits) => new TruncatedRule(target, ReadLengths(limits))),
        ["chars"] = new(Texts, Characters, (target, classes) => new CharactersRule(target, CharacterClasses.Parse(classes)!)),
        ["one_party"] = new(Texts, None, (target, _) => new OnePartyRule(target)),
        ["no_spaces"] = new(Texts, None),
        ["currency"] = new(Numbers, TextField, (target, field) => new CurrencyRule(target, RuleTarget.Of(target.Dataset, field))),
        ["regex"] = new(Texts, Pattern, (target, pattern) => new PatternRule(target, pattern)),
        ["in"] = new([], Text, (target, values) => new OneOfRule("in", target, values.Split(','))),
        ["equals"] = new([], Text, (target, value) => new OneOfRule("equals", target, [value])),
        ["startswith"] = new(Texts, Text, (target, prefix) => new StartsWithRule(target, prefix)),
        ["blank_if"] = new([], When, (target, when) => new BlankIfRule(target, Bind(when, target.Dataset), Words(when, target.Dataset))),
        ["group"] = new([], Group),
        ["no_placeholder"] = new([], None, (target, _) => new NoPlaceholderRule(target)),
        ["doc_no_chars"] = new(Texts, None),
        ["name_chars"] = new(Texts, None, (target, _) => new NameCharsRule(target)),
        ["trim"] = new([], None),
        ["org_full_name"] = new(Texts, None, (target, _) => new OrgFullNameRule(target)),
        ["region6"] = new(Texts, None, (target, _) => new RegionRule("region6", target, 6)),
        ["region9"] = new(Texts, None, (target, _) => new RegionRule("region9", target, 12)),
        ["phone"] = new(Texts, None, (target, _) => new PhoneRule("phone", target, several: false)),
        ["phone_multi"] = new(Texts, None, (target, _) => new PhoneRule("phone_multi", target, several: true)),
        ["strip_dot_zero"] = new([], None),
        ["case_no"] = new(Texts, None, (target, _) => new CaseNumberRule(target)),
    };

    private static readonly string[] CheckRules = ["orgcode_in_uscc", "amount_agrees_with_text", "confiscation_agrees_with_text", RegisterNameCheck.Name, OneDocumentCheck.Name];

    /// <summary>All names, in order.</summary>
    public static IEnumerable<string> Names => Kinds.Keys;

    /// <summary>What is wrong with a rule of a field, in English for the administrator, or null.</summary>
    public static string? Problem(string rule, FieldDefinition field, DatasetDefinition dataset)
    {
        string name = RuleName.Of(rule);
        if (!Kinds.TryGetValue(name, out var kind))
        {
            return $"unknown rule '{name}'; known are {string.Join(", ", Names)}";
        }

        if (kind.Types.Length > 0 && !kind.Types.Contains(field.Type))
        {
            return $"rule '{name}' does not fit a field of type {field.Type}";
        }

        if (name.StartsWith("enum", StringComparison.Ordinal) && field.CodeSet is null)
        {
            return $"rule '{name}' needs a codeSet on the field";
        }

        if (name == "unit" && RuleName.Argument(rule) != field.Unit)
        {
            return $"rule 'unit': the field's unit is {field.Unit ?? "not set"}; units are converted by the connector's mapping";
        }

        return kind.Argument(RuleName.Argument(rule), dataset) is { } problem ? $"rule '{name}': {problem}" : null;
    }

    /// <summary>
    /// Whether a known rule only judges a value: a catalog may limit it in time or turn it into a warning. Words that also decide how a value is
    /// read (dates, decimals, currencies) or how it leaves the hub cannot.
    /// </summary>
    public static bool Judges(string rule)
    {
        string name = RuleName.Of(rule);
        return name.StartsWith("enum", StringComparison.Ordinal) || (Kinds[name].Make is not null && name is not ("decimal" or "currency"));
    }

    /// <summary>The rule under which the form of a field reports values outside its code list, or null.</summary>
    public static string? FormRule(FieldDefinition field) =>
        field.Rules.FirstOrDefault(rule => RuleName.Of(rule).StartsWith("enum", StringComparison.Ordinal));

    /// <summary>What is wrong with a cross-field check, or null.</summary>
    public static string? CheckProblem(CheckDefinition check, DatasetDefinition dataset)
    {
        if (check.Expression is null == check.Rule is null)
        {
            return "a check has either an expression or a rule";
        }

        if (check.Expression is not null)
        {
            return When(check.Expression, dataset);
        }

        if (!CheckRules.Contains(check.Rule))
        {
            return $"unknown check rule '{check.Rule}'; known are {string.Join(", ", CheckRules)}";
        }

        if (check is { Rule: RegisterNameCheck.Name or OneDocumentCheck.Name, Severity: not Severity.Warning })
        {
            return $"check rule '{check.Rule}' can only warn: it is found after the record was stored";
        }

        string? unknown = check.Arguments.FirstOrDefault(code => dataset.Fields.All(field => field.Code != code));
        bool document = check.Rule == OneDocumentCheck.Name;
        return document && (check.Arguments.Count is < 1 or > 3) ? $"check rule '{check.Rule}' needs the field of the document's number and at most two more that name the document"
            : !document && check.Arguments.Count != 2 ? $"check rule '{check.Rule}' needs two fields"
            : unknown is null ? null : $"the dataset has no field {unknown}";
    }

    /// <summary>The rule of a field, or null for words that only set the value's form. The rule has no <see cref="Problem"/>.</summary>
    public static Rule? Make(string rule, RuleTarget target) =>
        Kinds[RuleName.Of(rule)].Make?.Invoke(target, RuleName.Argument(rule) ?? "");

    /// <summary>A check over several fields. It has no <see cref="CheckProblem"/>.</summary>
    public static RecordCheck MakeCheck(CheckDefinition check, DatasetDefinition dataset)
    {
        if (check.Expression is not null && Expression.TryParse(check.Expression, out var expression, out _))
        {
            return new ConditionCheck(check, expression!.Fields.First(), expression.Bind(dataset));
        }

        if (check.Rule == RegisterNameCheck.Name)
        {
            return new RegisterNameCheck(check);
        }

        if (check.Rule == OneDocumentCheck.Name)
        {
            return new OneDocumentCheck(check);
        }

        var first = RuleTarget.Of(dataset, check.Arguments[0]);
        var second = RuleTarget.Of(dataset, check.Arguments[1]);
        return check.Rule switch
        {
            "orgcode_in_uscc" => new OrgCodeInUsccCheck(check, first.Code, first.Ordinal, second.Ordinal),
            "confiscation_agrees_with_text" => new AmountAgreesWithTextCheck(check, first.Ordinal, second, "没收违法所得", "没收非法所得", "没收非法财物"),
            _ => new AmountAgreesWithTextCheck(check, first.Ordinal, second, "罚款"),
        };
    }

    /// <summary>Whether an expression can be read and the dataset has every field in it.</summary>
    public static bool Fits(string expression, DatasetDefinition dataset) =>
        Expression.TryParse(expression, out var parsed, out _) && parsed!.Fields.All(code => dataset.Fields.Any(field => field.Code == code));

    /// <summary>Binds an expression that has no problem.</summary>
    public static Condition Bind(string expression, DatasetDefinition dataset) =>
        Expression.TryParse(expression, out var parsed, out string? problem)
            ? parsed!.Bind(dataset)
            : throw new ArgumentException(problem, nameof(expression));

    /// <summary>An expression with Chinese field names, for departments.</summary>
    public static string Words(string expression, DatasetDefinition dataset)
    {
        foreach (var field in dataset.Fields.OrderByDescending(field => field.Code.Length))
        {
            expression = expression.Replace(field.Code, field.Name, StringComparison.Ordinal);
        }

        return expression.Replace("==", "为", StringComparison.Ordinal).Replace("!=", "不为", StringComparison.Ordinal)
            .Replace(" in ", "属于", StringComparison.Ordinal).Replace(" contains ", "包含", StringComparison.Ordinal)
            .Replace("notempty", "已填", StringComparison.Ordinal).Replace("empty", "未填", StringComparison.Ordinal)
            .Replace(" or ", "或", StringComparison.Ordinal).Replace(" and ", "且", StringComparison.Ordinal);
    }

    private static UsccRule Uscc(string name, RuleTarget target, Severity severity)
    {
        string? placeholder = target.Field.Rules.FirstOrDefault(rule => RuleName.Of(rule) == "uscc_placeholder_if");
        return new UsccRule(name, target, severity, placeholder is null ? null : Bind(RuleName.Argument(placeholder)!, target.Dataset));
    }

    private static CitizenIdRule Citizen(string name, RuleTarget target, CitizenIdChoice choice = CitizenIdChoice.Only) =>
        new(name, target, Severity.Error, choice, null);

    private static DecimalRule MakeDecimal(RuleTarget target, string argument) =>
        TryPrecisionScale(argument, out int precision, out int scale)
            ? new DecimalRule(target, precision, scale)
            : throw new ArgumentException(argument, nameof(argument));

    private static MaxBytesRule MakeMaxBytes(RuleTarget target, string argument)
    {
        string[] parts = argument.Split(',');
        return new MaxBytesRule(target, ReadLengths(parts[0])[0], gb18030: parts.Length == 2);
    }

    private static NumberRule MakeBound(string name, RuleTarget target, string argument, bool orEqual) =>
        TryNumber(argument, out decimal bound)
            ? new NumberRule(name, target, bound, orEqual)
            : throw new ArgumentException(argument, nameof(argument));
}
