using System.Text;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>One field compiled for running.</summary>
internal sealed class DatasetPlanField
{
    private DatasetPlanField(RuleTarget target, ValueForm form, (Rule Rule, RuleScope? Scope)[] rules)
    {
        var field = target.Field;
        Target = target;
        Form = form;
        Mode = form.Mode;
        Rules = rules.Select(rule => rule.Rule).ToArray();
        Scopes = Array.TrueForAll(rules, rule => rule.Scope is null) ? null : [.. rules.Select(rule => rule.Scope)];
        FormScope = ScopeOf(field, RuleRegistry.FormRule(field));
        Period = field.Period.IsAlways ? null : field.Period;
        Repairs = [.. Rules.Where(rule => rule is IdentifierRule or CurrencyRule)];
        RequiredWhen = field.RequiredWhen is null ? null : RuleRegistry.Bind(field.RequiredWhen, target.Dataset);
        RequiredWhenWords = field.RequiredWhen is null ? "" : RuleRegistry.Words(field.RequiredWhen, target.Dataset);
        MaxLength = field.Type is FieldType.Text or FieldType.LongText ? field.MaxLength : 0;
        JsonName = Encoding.UTF8.GetBytes($",\"{field.Code}\":\"");
    }

    /// <summary>Definition and ordinal.</summary>
    public RuleTarget Target { get; }

    /// <summary>Brings values into form.</summary>
    public ValueForm Form { get; }

    /// <summary>How its texts are cleaned.</summary>
    public CleanMode Mode { get; }

    /// <summary>Rules in catalog order.</summary>
    public Rule[] Rules { get; }

    /// <summary>Limits of the rules, one for each of <see cref="Rules"/>; null: none is limited.</summary>
    public RuleScope?[]? Scopes { get; }

    /// <summary>Limits of the findings of the form (code lists), or null.</summary>
    public RuleScope? FormScope { get; }

    /// <summary>Own dates of the records that have the field; null = all.</summary>
    public Period? Period { get; }

    /// <summary>Whether anything here depends on the record's own date.</summary>
    public bool IsTimed => Period is not null || FormScope is { Period.IsAlways: false } || Form.IsTimed || Array.Exists(Rules, rule => rule is RegionRule { IsTimed: true }) || Array.Exists(Scopes ?? [], scope => scope is { Period.IsAlways: false });

    /// <summary>Those of the rules that repair.</summary>
    public Rule[] Repairs { get; }

    /// <summary>When it is required, beside always.</summary>
    public Condition? RequiredWhen { get; }

    /// <summary>The same in Chinese.</summary>
    public string RequiredWhenWords { get; }

    /// <summary>Unicode scalar values a text may have; 0 = no limit.</summary>
    public int MaxLength { get; }

    /// <summary><c>,"CODE":"</c> in UTF-8; the first field of an object goes without the comma.</summary>
    public byte[] JsonName { get; }

    /// <summary>Compiles.</summary>
    public static DatasetPlanField Compile(RuleTarget target, IReadOnlyDictionary<string, CodeSetDefinition> codeSets)
    {
        var rules = target.Field.Rules.Select(rule => (Rule: WithTimes(RuleRegistry.Make(rule, target), target, codeSets), Scope: ScopeOf(target.Field, rule)))
            .Where(pair => pair.Rule is not null).Select(pair => (Rule: pair.Rule!, pair.Scope)).ToList();
        if (target.Field.Type == FieldType.Decimal && target.Field.Precision > 0 && !rules.Exists(pair => pair.Rule is DecimalRule))
        {
            rules.Add((new DecimalRule(target, target.Field.Precision, target.Field.Scale), null));
        }

        return new DatasetPlanField(target, FieldForms.Make(target, codeSets), [.. rules]);
    }

    private static Rule? WithTimes(Rule? rule, RuleTarget target, IReadOnlyDictionary<string, CodeSetDefinition> codeSets) =>
        rule is RegionRule region && target.Field.CodeSet is { } code && codeSets.TryGetValue(code, out var set) ? region.With(set) : rule;

    private static RuleScope? ScopeOf(FieldDefinition field, string? rule) => rule is null ? null : field.Scopes.GetValueOrDefault(rule);
}
