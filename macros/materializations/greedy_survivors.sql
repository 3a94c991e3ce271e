{# Who stands for whom among the undirected edges (a, b) that the model selects, where a lesser vertex is the better one: one row
   (id, root) per vertex. Taken from the best to the worst, a vertex survives (root is itself) unless it has an edge to a
   survivor; then root is the best of these. So nothing is taken but by a neighbour, unlike in a connected component. Each
   round lets the vertices that are better than all their open neighbours take these; the rounds end when no edge is open. A
   chain that stands in order costs a round for two of its vertices; edges that are open after max_rounds fail the build. #}
{% materialization greedy_survivors, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set edges, taken, won = working_table('edges'), working_table('taken'), working_table('won') -%}
    {%- set open = [working_table('open_even'), working_table('open_odd')] -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- do replace_table(edges, both_ways(sql)) -%}
    {%- do replace_table(open[0], "select a, b from " ~ edges) -%}
    {%- do replace_table(taken, "select a as id from " ~ edges ~ " where a is null") -%}

    {%- set state = namespace(round=0, n_open=1) -%}
    {%- for _ in range(config.get('max_rounds', 100000)) -%}{%- if state.n_open > 0 -%}
        {%- set now, next = open[state.round % 2], open[(state.round + 1) % 2] -%}
        {%- do replace_table(won, taken_by_the_best(now)) -%}
        {%- do run_query("insert into " ~ taken ~ " select id from " ~ won) -%}
        {%- do replace_table(next, still_open(now, won)) -%}
        {%- set state.n_open = run_query("select count(*) from " ~ next)[0][0] | int -%}
        {%- set state.round = state.round + 1 -%}
    {%- endif -%}{%- endfor -%}
    {%- if state.n_open > 0 -%}
        {{ exceptions.raise_compiler_error(this.identifier ~ ": edges are still open after " ~ state.round ~ " rounds") }}
    {%- endif -%}

    {%- call statement('main') -%}
        {{ replacing(target_relation) }} {{ best_surviving_neighbours(edges, taken) }}
    {%- endcall -%}
    {%- do drop_tables([edges, taken, won] + open) -%}

    {{ return(finished(target_relation)) }}
{% endmaterialization %}


{% macro taken_by_the_best(open) -%}
    with survivors as (
        select a from {{ open }} group by a having a < min(b)
    )

    select distinct edges.b as id
    from {{ open }} as edges
    semi join survivors on edges.a = survivors.a
{%- endmacro %}


{% macro still_open(open, taken) -%}
    select edges.a, edges.b
    from {{ open }} as edges
    anti join {{ taken }} as a on edges.a = a.id
    anti join {{ taken }} as b on edges.b = b.id
{%- endmacro %}


{% macro best_surviving_neighbours(edges, taken) -%}
    with offers as (
        select edges.a as id, edges.b as root
        from {{ edges }} as edges
        semi join {{ taken }} as a on edges.a = a.id
        anti join {{ taken }} as b on edges.b = b.id
        union all
        select edges.a as id, edges.a as root
        from {{ edges }} as edges
        anti join {{ taken }} as a on edges.a = a.id
    )

    select id, min(root) as root from offers group by id
{%- endmacro %}
