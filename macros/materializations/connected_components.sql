{# Connected components of the undirected edges (a, b) that the model selects: one row (id, root) per vertex, root the
   component's least id. Each round lowers a vertex's label to the least of its neighbours', hooks the old root under that
   label and jumps to the root's own root, so that a path of n vertices takes about log n rounds. One table a round keeps the
   memory flat. The rounds end at the fixed point; a graph that has not reached it after max_rounds fails the build. #}
{% materialization connected_components, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set edges = working_table('edges') -%}
    {%- set labels = [working_table('labels_even'), working_table('labels_odd')] -%}
    {%- set max_rounds = config.get('max_rounds', 60) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- do replace_table(edges, both_ways(sql)) -%}
    {%- do replace_table(labels[0], "select a as id, least(a, min(b)) as root, 1 as is_changed from " ~ edges ~ " group by a") -%}

    {%- set state = namespace(round=0, n_changed=1) -%}
    {%- for _ in range(max_rounds) -%}{%- if state.n_changed > 0 -%}
        {%- set next = labels[(state.round + 1) % 2] -%}
        {%- do replace_table(next, lower_labels(edges, labels[state.round % 2])) -%}
        {%- set state.n_changed = run_query("select coalesce(sum(is_changed), 0) from " ~ next)[0][0] | int -%}
        {%- set state.round = state.round + 1 -%}
    {%- endif -%}{%- endfor -%}
    {%- if state.n_changed > 0 -%}
        {{ exceptions.raise_compiler_error(this.identifier ~ ": no fixed point after " ~ max_rounds ~ " rounds") }}
    {%- endif -%}

    {%- call statement('main') -%}
        {{ replacing(target_relation) }}
        select id, root from {{ labels[state.round % 2] }}
    {%- endcall -%}
    {%- do drop_tables([edges] + labels) -%}

    {{ return(finished(target_relation)) }}
{% endmaterialization %}


{% macro lower_labels(edges, labels) -%}
    with offers as (
        select edges.a as id, neighbours.root
        from {{ edges }} as edges
        inner join {{ labels }} as neighbours on edges.b = neighbours.id
        union all
        select own.root as id, neighbours.root
        from {{ edges }} as edges
        inner join {{ labels }} as own on edges.a = own.id
        inner join {{ labels }} as neighbours on edges.b = neighbours.id
    ),

    least_offers as (
        select id, min(root) as root from offers group by id
    ),

    hooked as (
        select
            labels.id,
            labels.root as old_root,
            least(labels.root, coalesce(least_offers.root, labels.root)) as root
        from {{ labels }} as labels
        left join least_offers on labels.id = least_offers.id
    )

    select
        hooked.id,
        least(hooked.root, parents.root) as root,
        case when least(hooked.root, parents.root) <> hooked.old_root then 1 else 0 end as is_changed
    from hooked
    inner join hooked as parents on hooked.root = parents.id
{%- endmacro %}
